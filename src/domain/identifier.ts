/** What names a person in a request: a kind and a value, in the forms the products may have stored it. */

export const identifierKinds = [
  'phone',
  'email',
  'fbid',
  'twid',
  'wcid',
  'name',
  'ipaddr',
  'username',
  'employeeid',
] as const

export type IdentifierKind = (typeof identifierKinds)[number]

/** Days of the calendar as ISO 8601 writes them, both included; null: no end on that side. */
export interface Period {
  readonly from: string | null
  readonly to: string | null
}

/**
 * One identifier of one subject, parsed and trusted.
 *
 * Two identifiers mean the same thing exactly when `kind` and `normal` are equal. `written` is finite and never empty;
 * the written forms of two identifiers of one kind with different `normal` never overlap.
 */
export interface Identifier {
  readonly kind: IdentifierKind
  /** As the request has it. Goes into CONSUMER_ID; nowhere else. */
  readonly value: string
  /** The canonical form: E.164 (`+17815550123`) or bare digits for a phone, `local@ascii-domain` in lower case for an e-mail. */
  readonly normal: string
  /** The forms in which a column may hold it, for comparison by equality. E-mail forms are in lower case. */
  readonly written: readonly string[]
  /**
   * Phones only, otherwise empty: the written forms without separators (digits, or `+` and digits). A stored value is
   * this number exactly when its text without separators is one of them.
   */
  readonly digits: readonly string[]
  /** When it was this person's, by the days of the tenant; missing: always. */
  readonly periods?: readonly Period[]
}
