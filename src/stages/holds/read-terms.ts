/** From what stands in a line of a hold list to a hold, or to all that is wrong with the line. Nothing of it is repeated. */

import { holdAnswers, type LegalHold, type HoldAnswer } from '../../domain/hold.ts'
import { identifierKinds } from '../../domain/identifier.ts'
import { identifierOf } from '../../platform/match/identifier.ts'
import { isDay } from '../../platform/time/days.ts'
import { personKeys, rowKey } from './keys.ts'

/** In the order in which documentation has them. */
export const holdFields = ['kind', 'value', 'product', 'table', 'locator', 'reason', 'until', 'answer'] as const
export type HoldField = (typeof holdFields)[number]

/** What is missing or empty is null. */
export type WrittenHold = Readonly<Record<HoldField, string | null>>

export interface HoldRules {
  readonly country: string
  readonly dialingPrefixes?: readonly string[] | undefined
  /** By whose clocks a time of a database is on a day. */
  readonly timeZone: string
  /** Where the line does not say. */
  readonly answer: HoldAnswer
  /** Names of entries and ids of products of which a row can be named. */
  readonly products: readonly string[]
}

export type HoldReading =
  { readonly ok: true; readonly hold: LegalHold } | { readonly ok: false; readonly problems: readonly string[] }

export function readHold(written: WrittenHold, rules: HoldRules): HoldReading {
  const what = whatIn(written, rules)
  const problems = [...('problems' in what ? what.problems : []), ...problemsOfTerms(written)]
  if ('problems' in what || problems.length > 0) return { ok: false, problems }
  const answer = holdAnswers.find((one) => one === written.answer) ?? rules.answer
  const terms = { reason: written.reason ?? '', until: written.until, answer }
  return { ok: true, hold: { ...what, ...terms, isHidden: false } }
}

type What = Pick<LegalHold, 'kind' | 'keys' | 'identifier'>
type NoHold = { readonly problems: readonly string[] }

function whatIn(written: WrittenHold, rules: HoldRules): What | NoHold {
  const { kind, value, product, table, locator } = written
  const isRow = [product, table, locator].some((field) => field !== null)
  const isPerson = kind !== null || value !== null
  if (isRow && isPerson) return { problems: ['names both a person and a row: write two lines'] }
  if (isRow) return rowIn({ product, table, locator }, rules)
  if (!isPerson) return { problems: ['names nobody: write `kind` and `value`, or `product`, `table` and `locator`'] }
  return personIn(kind, value, rules)
}

function rowIn(
  { product, table, locator }: Pick<WrittenHold, 'product' | 'table' | 'locator'>,
  { products }: HoldRules,
): What | NoHold {
  // A misspelled one would hold nothing.
  if (product !== null && !products.some((one) => one === product.toLowerCase())) {
    return {
      problems: [`\`product\` must be one whose rows have lasting names: ${products.join(', ') || 'there is none'}`],
    }
  }
  if (product !== null && table !== null && locator !== null) {
    return { kind: 'row', keys: [rowKey({ product, table, locator })], identifier: null }
  }
  const missing = Object.entries({ product, table, locator }).filter(([, field]) => field === null)
  return { problems: missing.map(([name]) => `\`${name}\` is missing, without which a row is not named`) }
}

function personIn(written: string | null, value: string | null, rules: HoldRules): What | NoHold {
  const kind = identifierKinds.find((one) => one === written)
  const problems = [
    ...(written === null ? ['`kind` is missing'] : []),
    ...(written !== null && kind === undefined ? [`\`kind\` must be one of ${identifierKinds.join(', ')}`] : []),
    ...(value === null ? ['`value` is missing'] : []),
  ]
  if (kind === undefined || value === null) return { problems }
  const identifier = identifierOf({ kind, consumerId: value }, rules)
  const keys = identifier === null ? [] : personKeys(identifier)
  if (keys.length === 0) return { problems: [`\`value\` is no ${kind} under the rules that requests are read by`] }
  return { kind, keys, identifier }
}

const longestReason = 200

function problemsOfTerms({ reason, until, answer }: WrittenHold): readonly string[] {
  return [
    ...(reason === null ? ['`reason` is missing'] : []),
    ...(reason !== null && (reason.length > longestReason || /\p{C}/u.test(reason))
      ? [`\`reason\` must be one line of at most ${longestReason} characters`]
      : []),
    ...(until !== null && !isDay(until) ? ['`until` must be a day such as 2027-03-31'] : []),
    ...(answer !== null && !holdAnswers.some((one) => one === answer)
      ? [`\`answer\` must be ${holdAnswers.join(' or ')}`]
      : []),
  ]
}
