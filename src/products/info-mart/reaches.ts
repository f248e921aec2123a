/** Ways from a matched row to the attached data of its interaction. Source: joins of the Physical Data Model. */

import type { Hop, Reach, TableMap } from '../../platform/sql/engine/table-map.ts'
import { excludedBy, type Excluded } from './excluded.ts'
import type { InfoMartSettings } from './settings.ts'

interface ReachWay {
  readonly from: string
  readonly carry: string
  readonly hops: readonly Omit<Hop, 'tenant'>[]
  /** Column of the last table, or `carry`, that is the INTERACTION_RESOURCE_ID of attached data. */
  readonly leads: string
  /** Numbers of this table's rows name its own attached data. */
  readonly unless?: { readonly table: string; readonly column: string }
  /** Without it what stays empty was not looked for everywhere. */
  readonly isMain?: true
}

const byInteraction = { from: 'INTERACTION_ID', to: 'INTERACTION_ID' } as const
const resources = { table: 'INTERACTION_RESOURCE_FACT', on: byInteraction } as const
export const mediationSegments = 'MEDIATION_SEGMENT_FACT'
/** What is stored for both has one number for both; should a segment share one with a resource, it is the resource's. */
const resource = { table: 'INTERACTION_RESOURCE_FACT', column: 'INTERACTION_RESOURCE_ID' } as const
const mediation = { table: mediationSegments, on: byInteraction } as const

/**
 * An address on a resource leads to that resource's own data: the interaction's other resources may have served another
 * customer. Data of a caller who gave up in the queue hangs on the mediation segment.
 */
const ways: readonly ReachWay[] = [
  {
    from: 'INTERACTION_FACT',
    carry: 'INTERACTION_ID',
    hops: [resources],
    leads: 'INTERACTION_RESOURCE_ID',
    isMain: true,
  },
  {
    from: 'INTERACTION_FACT',
    carry: 'INTERACTION_ID',
    hops: [mediation],
    leads: 'MEDIATION_SEGMENT_ID',
    unless: resource,
    isMain: true,
  },
  {
    from: 'INTERACTION_RESOURCE_FACT',
    carry: 'INTERACTION_RESOURCE_ID',
    hops: [],
    leads: 'INTERACTION_RESOURCE_ID',
  },
  { from: 'IXN_RESOURCE_STATE_FACT', carry: 'INTERACTION_RESOURCE_ID', hops: [], leads: 'INTERACTION_RESOURCE_ID' },
]

/** Second joins that sites use: from an attempt to the call that it made. */
const interaction = { table: 'INTERACTION_FACT', on: { from: 'CALLID', to: 'MEDIA_SERVER_IXN_GUID' } } as const
const ofAttempts: Readonly<Record<'CALLID' | 'CALL_ATTEMPT_ID', readonly ReachWay[]>> = {
  CALLID: [
    {
      from: 'CONTACT_ATTEMPT_FACT',
      carry: 'CALLID',
      hops: [interaction, resources],
      leads: 'INTERACTION_RESOURCE_ID',
    },
    {
      from: 'CONTACT_ATTEMPT_FACT',
      carry: 'CALLID',
      hops: [interaction, mediation],
      leads: 'MEDIATION_SEGMENT_ID',
      unless: resource,
    },
  ],
  CALL_ATTEMPT_ID: [
    {
      from: 'CONTACT_ATTEMPT_FACT',
      carry: 'CALL_ATTEMPT_ID',
      hops: [{ table: 'IRF_USER_DATA_GEN_1', on: { from: 'CALL_ATTEMPT_ID', to: 'GSW_CALL_ATTEMPT_GUID' } }],
      leads: 'INTERACTION_RESOURCE_ID',
    },
  ],
}

export function userDataReaches(
  table: string,
  targets: readonly TableMap[],
  settings: InfoMartSettings,
): readonly Reach[] {
  const excluded = excludedBy(settings.exclude)
  const isWhole = cutOff(excluded).length === 0
  const open = waysOf(settings).filter((way) => way.from === table && isOpen(way, excluded))
  return open.flatMap((way) =>
    targets.map((to) => ({ ...reachOf(way, to, settings), ...(isWhole ? {} : { isPart: true }) })),
  )
}

/** Tables that are excluded and would lead on from an interaction. */
export function cutOff(excluded: Excluded): readonly string[] {
  const tables = ways.filter(({ isMain }) => isMain === true).flatMap(tablesOn)
  return [...new Set(tables)].filter((table) => excluded.table(table))
}

function waysOf({ joins }: InfoMartSettings): readonly ReachWay[] {
  const all = [...ways, ...(joins?.contactAttempts ?? []).flatMap((join) => ofAttempts[join])]
  return joins?.dateKeys === true ? all.map((way) => (way.hops.length > 0 ? way : { ...way, hops: [itself] })) : all
}

/** The resource once more, for its key of the interval. */
const itself = {
  table: 'INTERACTION_RESOURCE_FACT',
  on: { from: 'INTERACTION_RESOURCE_ID', to: 'INTERACTION_RESOURCE_ID' },
} as const

function isOpen(way: ReachWay, excluded: Excluded): boolean {
  return !tablesOn(way).some((table) => excluded.table(table))
}

function tablesOn({ from, hops }: ReachWay): readonly string[] {
  return [from, ...hops.map(({ table }) => table)]
}

/** The keys of the quarter of an hour are the same on both sides: with them the database reads a partition, not all. */
const sameInterval = { from: 'START_DATE_TIME_KEY', to: 'START_DATE_TIME_KEY' } as const

function reachOf({ carry, hops, leads, unless }: ReachWay, to: TableMap, { joins }: InfoMartSettings): Reach {
  return {
    carry,
    hops: hops.map((hop) => ({ ...hop, excludable: true, tenant: to.tenant })),
    to,
    on: { from: leads, to: 'INTERACTION_RESOURCE_ID' },
    ...(unless === undefined ? {} : { unless }),
    ...(joins?.dateKeys === true ? { also: [sameInterval] } : {}),
  }
}
