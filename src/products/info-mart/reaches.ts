/** Ways from a matched row to the attached data of its interaction. Source: joins of the Physical Data Model. */

import type { Hop, Reach, TableMap } from '../../platform/sql/engine/table-map.ts'
import { excludedBy, type Excluded } from './excluded.ts'
import type { InfoMartSettings } from './settings.ts'

interface Way {
  readonly from: string
  readonly carry: string
  readonly hops: readonly Omit<Hop, 'tenant'>[]
  /** Column of the last table, or `carry`, that is the INTERACTION_RESOURCE_ID of attached data. */
  readonly leads: string
  /** Without it what stays empty was not looked for everywhere. */
  readonly isMain?: true
}

const byInteraction = { from: 'INTERACTION_ID', to: 'INTERACTION_ID' } as const
const resources = { table: 'INTERACTION_RESOURCE_FACT', on: byInteraction } as const
export const mediationSegments = 'MEDIATION_SEGMENT_FACT'
const mediation = { table: mediationSegments, on: byInteraction } as const

/**
 * An address on a resource leads to that resource's own data: the interaction's other resources may have served another
 * customer. Data of a caller who gave up in the queue hangs on the mediation segment.
 */
const ways: readonly Way[] = [
  {
    from: 'INTERACTION_FACT',
    carry: 'INTERACTION_ID',
    hops: [resources],
    leads: 'INTERACTION_RESOURCE_ID',
    isMain: true,
  },
  { from: 'INTERACTION_FACT', carry: 'INTERACTION_ID', hops: [mediation], leads: 'MEDIATION_SEGMENT_ID', isMain: true },
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
const ofAttempts: Readonly<Record<'CALLID' | 'CALL_ATTEMPT_ID', readonly Way[]>> = {
  CALLID: [
    {
      from: 'CONTACT_ATTEMPT_FACT',
      carry: 'CALLID',
      hops: [interaction, resources],
      leads: 'INTERACTION_RESOURCE_ID',
    },
    { from: 'CONTACT_ATTEMPT_FACT', carry: 'CALLID', hops: [interaction, mediation], leads: 'MEDIATION_SEGMENT_ID' },
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
  return waysOf(settings)
    .filter((way) => way.from === table && isOpen(way, excluded))
    .flatMap((way) => targets.map((to) => reachOf(way, to, isWhole)))
}

/** Tables that are excluded and would lead on from an interaction. */
export function cutOff(excluded: Excluded): readonly string[] {
  const tables = ways.filter(({ isMain }) => isMain === true).flatMap(tablesOn)
  return [...new Set(tables)].filter((table) => excluded.table(table))
}

function waysOf({ joins }: InfoMartSettings): readonly Way[] {
  return [...ways, ...(joins?.contactAttempts ?? []).flatMap((join) => ofAttempts[join])]
}

function isOpen(way: Way, excluded: Excluded): boolean {
  return !tablesOn(way).some((table) => excluded.table(table))
}

function tablesOn({ from, hops }: Way): readonly string[] {
  return [from, ...hops.map(({ table }) => table)]
}

function reachOf({ carry, hops, leads }: Way, to: TableMap, isWhole: boolean): Reach {
  return {
    carry,
    hops: hops.map((hop) => ({ ...hop, excludable: true, tenant: to.tenant })),
    to,
    on: { from: leads, to: 'INTERACTION_RESOURCE_ID' },
    ...(isWhole ? {} : { isPart: true }),
  }
}
