/** The tables of Outbound Contact as lists of columns. Source: calling-list fields of release 7.0 and later, do-not-call list, GSW request log. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { ColumnMap, PhoneMatch, Reach, Search, TableMap } from '../../platform/sql/engine/table-map.ts'
import type { CallingList, DoNotCallList, OutboundSettings, UserField } from './settings.ts'

const contact: readonly IdentifierKind[] = ['phone', 'email']

/** record_status 2, Retrieved: the dialer holds the record in memory and would write it back. */
const held = {
  column: 'record_status',
  values: [2],
  reason: 'the record is held by the dialer (record_status 2)',
} as const

export function searchesOf(settings: OutboundSettings): readonly Search[] {
  return allSearches(settings).map((search) => matching(search, settings.match ?? 'auto'))
}

function matching({ map, reaches }: Search, match: PhoneMatch): Search {
  const withMatch = (one: TableMap): TableMap => ({
    ...one,
    columns: one.columns.map((column) => ({ match, ...column })),
  })
  return { map: withMatch(map), reaches: reaches.map((reach) => ({ ...reach, to: withMatch(reach.to) })) }
}

function allSearches(settings: OutboundSettings): readonly Search[] {
  return [
    ...(settings.callingLists ?? []).map((list) => callingList(list, settings)),
    ...(settings.doNotCall ?? []).map((list) => doNotCallList(list, settings)),
    ...(settings.requestLogs ?? []).map((log) => ({
      map: {
        table: log.table,
        ...(log.key === undefined ? {} : { key: log.key }),
        tenant: null,
        columns: [{ column: 'phone', identifies: contact, comesWithRow: false }],
      },
      reaches: [],
    })),
  ]
}

/** contact_info and the user fields are one person's in every record of a chain; OCS numbers the records by chain_n. */
function callingList(list: CallingList, settings: OutboundSettings): Search {
  const contactInfo = { column: list.contactColumn ?? 'contact_info', identifies: contact, comesWithRow: true }
  const map: TableMap = {
    table: list.table,
    key: list.key ?? ['chain_id', 'chain_n'],
    tenant: null,
    columns: [contactInfo, ...(list.userFields ?? []).map(userField)],
    hold: held,
  }
  const siblings: Reach = {
    carry: 'chain_id',
    hops: [],
    to: map,
    on: { from: 'chain_id', to: 'chain_id' },
    mostRows: settings.longestChain ?? 100,
  }
  return { map, reaches: settings.chain === 'matched' ? [] : [siblings] }
}

/** The source searches them for whatever contains the identifier. */
function userField(field: string | UserField): ColumnMap {
  const { column, identifies = contact, kind = 'text', redact } = typeof field === 'string' ? { column: field } : field
  return { column, identifies, kind, comesWithRow: true, ...(redact === undefined ? {} : { redact }) }
}

function doNotCallList(list: DoNotCallList, settings: OutboundSettings): Search {
  const redact = settings.doNotCallPolicy === 'retain' ? 'keep' : (list.redact ?? 'mask')
  return {
    map: {
      table: list.table,
      ...(list.key === undefined ? {} : { key: list.key }),
      tenant: settings.tenantDbid === undefined ? null : { column: 'tenant_dbid', value: settings.tenantDbid },
      columns: [
        { column: 'phone', identifies: contact, comesWithRow: true, redact },
        // Filled from a user field of the site's choice: an e-mail is told by its form, a number could be anything.
        { column: 'customer_id', identifies: ['email'], comesWithRow: true, redact },
      ],
    },
    reaches: [],
  }
}
