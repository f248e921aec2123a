/** How a table is searched and redacted, as data: the list a product is made of, and the same in a site's settings. */

import type { IdentifierKind } from '../../../domain/identifier.ts'
import type { TextReading } from '../../match/identifier-index.ts'

/**
 * `mask`: `***`, cut to the column. `null`: NULL. `pseudonym`: one random name per person and run. `delete`: the whole
 * row goes. `keep`: reported and exported, never changed.
 */
export const redactions = ['mask', 'null', 'pseudonym', 'delete', 'keep'] as const
export type Redaction = (typeof redactions)[number]

/**
 * `written`: equality with the usual spellings, so that an index serves; what is spelled otherwise is not found, and
 * every answer says so in a warning. `digits`: every spelling, by reading the whole table, however large. `auto`: the same.
 */
export const phoneMatches = ['auto', 'written', 'digits'] as const
export type PhoneMatch = (typeof phoneMatches)[number]

/**
 * `address`: one value or a list of them, in whatever they are wrapped. `text`: values may also stand within other
 * words. `uri`: SIP and TEL URIs, one or a list of them, of which the part before the host is the person's. Of a list, a text
 * and a URI only what is the person's is redacted.
 */
export const columnKinds = ['address', 'text', 'uri'] as const
export type ColumnKind = (typeof columnKinds)[number]

/** Whether a number with an extension behind it is the line itself, or one of its own. */
export const extensionRules = ['same', 'other'] as const
export type ExtensionRule = (typeof extensionRules)[number]

/** What becomes of an entry that would have a large table read whole. */
export const fullScanPolicies = ['allow', 'warn', 'refuse'] as const
export type FullScanPolicy = (typeof fullScanPolicies)[number]

export interface ColumnMap {
  readonly column: string
  /** Kinds that are searched in it; empty for a column that only comes with its row. */
  readonly identifies: readonly IdentifierKind[]
  /** The value is the person's whenever the row is, also when another column was matched. */
  readonly comesWithRow: boolean
  /** Only the person's whose request names one of these keys (`gim-attached-data.kvlist`). */
  readonly attachedKeys?: readonly string[]
  readonly match?: PhoneMatch
  /** It may hold birthdays: a date is no number, and eight digits that are both are an error of whose number they are. */
  readonly mayBeDate?: true
  /** Default: `address`. */
  readonly kind?: ColumnKind
  /** Default: `same`. */
  readonly extensions?: ExtensionRule
  /** Default: `mask` for text, `null` for anything else. */
  readonly redact?: Redaction
  /** Column with the address at the other end, where the one in this column is whom it went to. */
  readonly otherEnd?: string
}

/** How the texts of a column are read. */
export function readingOf({ kind, extensions = 'same' }: Pick<ColumnMap, 'kind' | 'extensions'>): TextReading {
  return { as: kind === 'text' ? 'text' : 'field', extensions }
}

export interface TenantBinding {
  readonly column: string
  readonly value: number | string
  /** Rows of no tenant (NULL, -1) are taken for this one's, or are an error of whom they speak of; missing: left alone. */
  readonly unassigned?: 'include' | 'error'
}

export const timeForms = ['epoch-seconds', 'date'] as const

/** When what a row tells of happened. `date`: a day, or a time of which the day counts as it is written. */
export interface RowTime {
  readonly column: string
  readonly as: (typeof timeForms)[number]
}

/** Text messages: the column with the company's number that one was written to or came from. */
export interface ShortcodeColumn {
  readonly column: string
  /** Default: true. Whoever asks without naming a number has an error, otherwise the messages to all of them. */
  readonly required?: boolean
  /** Numbers that other companies use as well. */
  readonly shared?: readonly string[]
}

/** Rows that count are of this kind: the first of the columns that holds something, has one of the values, in any case. */
export interface RowKind {
  readonly columns: readonly string[]
  readonly values: readonly string[]
}

/** Rows whose column has one of these values may not be touched now; they are deferred. */
export interface Hold {
  readonly column: string
  readonly values: readonly number[]
  readonly reason: string
}

export interface TableMap {
  /** As documented, and as the history names it. */
  readonly table: string
  /** Unique together: FACT_ID. Left out where no source documents a key: then a unique index of the table serves. */
  readonly key?: readonly string[]
  /** A key names several rows, which are one thing's and are worked on together: no index need vouch for it. */
  readonly together?: true
  /** Null only where the table as a whole belongs to the tenant. */
  readonly tenant: TenantBinding | null
  readonly columns: readonly ColumnMap[]
  /** Columns that tell people apart, mapped or not: a customer id, an account number. */
  readonly people?: readonly string[]
  readonly hold?: Hold
  /** Missing, or a column that the table lacks: nobody knows when its rows were written. */
  readonly time?: RowTime
  readonly shortcode?: ShortcodeColumn
  /** Rows of another kind may bear the same name, and are nobody's. */
  readonly only?: RowKind
  /** The settings can leave the table out, or a column of it, by name. */
  readonly excludable?: true
}

export interface Join {
  readonly from: string
  readonly to: string
}

/** A table on the way from a matched row to rows that belong with it. */
export interface Hop {
  readonly table: string
  readonly excludable?: true
  readonly on: Join
  readonly tenant: TenantBinding | null
}

/** Rows that belong to the person because a row was matched: user data behind an interaction, siblings in a chain. */
export interface Reach {
  /** Column of the matched row that leads on. */
  readonly carry: string
  readonly hops: readonly Hop[]
  readonly to: TableMap
  /** `from` is a column of the last hop, or `carry` without hops. */
  readonly on: Join
  /** Further columns of the last hop that must be equal; only with hops. */
  readonly also?: readonly Join[]
  /** Rows whose `on.to` stands in this column too hang on that table's row, which has the same number. */
  readonly unless?: { readonly table: string; readonly column: string }
  /** Carried values that mean nothing, and that strangers share. */
  readonly nobodys?: readonly string[]
  /** Ways to the same rows are cut off by the settings: that none was found is not said. */
  readonly isPart?: true
  /** More rows than this behind one carried value are not one person's: the search fails rather than take them. */
  readonly mostRows?: number
}

/** One table to search, and where its rows lead. */
export interface TableSearch {
  readonly map: TableMap
  readonly reaches: readonly Reach[]
}
