/** The public reporting views. Source: Intelligent Automation, database schema; only a part of their columns is public. */

export const viewNames = ['VW_CALLS', 'VW_CALL_STEPS', 'VW_BUSINESS_TASKS'] as const
export type ViewName = (typeof viewNames)[number]

export const callKey = 'call_id'
export const callDay = 'call_start_date'
export const companyColumn = 'company_id'

/** Names of columns whose values are the person's, where the settings do not name them. */
export const columnsByName: Readonly<Record<ViewName, RegExp>> = {
  VW_CALLS: /cti|attached|user_?data/i,
  VW_CALL_STEPS: /question|answer|meaning|slot|result_detail|utterance|cti/i,
  VW_BUSINESS_TASKS: /detail/i,
}

/** Of VW_CALLS: where the number of the caller stands is in no public source. */
export const numbersByName =
  /(?:^|_)(?:ani|cli|clid|caller|calling|phone|msisdn)(?:_|$)|caller_?(?:id|number)|phone_?number/i
