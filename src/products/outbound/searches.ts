/** The tables of Outbound Contact as lists of columns. Source: calling-list fields of release 7.0 and later, do-not-call list, GSW request log. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { ColumnMap, PhoneMatch, Reach, TableSearch, TableMap } from '../../platform/sql/engine/table-map.ts'
import { callingListsOf, nameOf, onceEach } from './lists.ts'
import type { CallingList, OutboundSettings, UserField } from './settings.ts'

const contact: readonly IdentifierKind[] = ['phone', 'email']

/** What a site may have made the customer id of its do-not-call lists. Source: `customer_id LIKE '<identifier>'`. */
const consumerKinds: readonly IdentifierKind[] = [...contact, 'fbid', 'twid', 'wcid', 'name', 'ipaddr']

/** Customer ids that stand for nobody, and records that belong to no chain: strangers share them. */
const nobodysIds = ['0', '-1', 'null', 'none', 'unknown', 'n/a', '-'] as const
const noChain = ['0'] as const

/** record_status 2, Retrieved: the dialer holds the record in memory and would write it back. */
const held = {
  column: 'record_status',
  values: [2],
  reason: 'the record is held by the dialer (record_status 2)',
} as const

export function searchesOf(settings: OutboundSettings): readonly TableSearch[] {
  return allSearches(settings).map((search) => matching(search, settings.match ?? 'auto'))
}

function matching({ map, reaches }: TableSearch, match: PhoneMatch): TableSearch {
  const withMatch = (one: TableMap): TableMap => ({
    ...one,
    columns: one.columns.map((column) => ({ match, ...column })),
  })
  return { map: withMatch(map), reaches: reaches.map((reach) => ({ ...reach, to: withMatch(reach.to) })) }
}

function allSearches(settings: OutboundSettings): readonly TableSearch[] {
  return [
    ...callingListsOf(settings).map((list) => callingList(list, settings)),
    ...doNotCallLists(settings).map((map) => ({ map, reaches: [] })),
    ...onceEach(settings.requestLogs).map((log) => ({
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
function callingList(list: CallingList, settings: OutboundSettings): TableSearch {
  const redact = list.redact === 'delete' ? { redact: list.redact } : {}
  const contactInfo = { column: list.contactColumn ?? 'contact_info', identifies: contact, comesWithRow: true }
  const map: TableMap = {
    table: list.table,
    key: list.key ?? ['chain_id', 'chain_n'],
    tenant: null,
    columns: [contactInfo, ...(list.userFields ?? []).map(userField)].map((column) => ({ ...column, ...redact })),
    // A chain is one customer's records.
    people: [customerIdOf(list) ?? 'chain_id'],
    hold: held,
  }
  const siblings: Reach = {
    carry: 'chain_id',
    hops: [],
    to: map,
    on: { from: 'chain_id', to: 'chain_id' },
    nobodys: noChain,
    mostRows: settings.longestChain ?? 100,
  }
  return { map, reaches: [...(settings.chain === 'matched' ? [] : [siblings]), ...byCustomerId(list, settings)] }
}

/** From a person's own records to the do-not-call entries with their customer id. */
function byCustomerId(list: CallingList, settings: OutboundSettings): readonly Reach[] {
  const carry = customerIdOf(list)
  if (carry === undefined) return []
  return doNotCallLists(settings).map((to) => ({
    carry,
    hops: [],
    to,
    on: { from: carry, to: 'customer_id' },
    nobodys: nobodysIds,
    mostRows: settings.longestChain ?? 100,
  }))
}

function customerIdOf({ customerId, userFields = [] }: CallingList): string | undefined {
  return customerId ?? userFields.map(nameOf).find((name) => name.toLowerCase() === 'customer_id')
}

/** The source searches them for whatever contains the identifier. */
function userField(field: string | UserField): ColumnMap {
  const { column, identifies, kind = 'text', redact } = typeof field === 'string' ? { column: field } : field
  return {
    column,
    kind,
    comesWithRow: true,
    ...(identifies === undefined ? { identifies: contact, mayBeDate: true } : { identifies }),
    ...(redact === undefined ? {} : { redact }),
  }
}

function doNotCallLists(settings: OutboundSettings): readonly TableMap[] {
  return onceEach(settings.doNotCall).map((list) => {
    const redact = settings.doNotCallPolicy === 'retain' ? 'keep' : (list.redact ?? 'mask')
    return {
      table: list.table,
      ...(list.key === undefined ? {} : { key: list.key }),
      tenant: settings.tenantDbid === undefined ? null : { column: 'tenant_dbid', value: settings.tenantDbid },
      columns: [
        { column: 'phone', identifies: contact, comesWithRow: true, redact },
        { column: 'customer_id', identifies: consumerKinds, comesWithRow: true, redact },
      ],
      people: ['customer_id'],
    }
  })
}
