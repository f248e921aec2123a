/** What was seen of a person in a product, and what was done about it. */

import type { IdentifierKind } from './identifier.ts'

/** A place a product looks: a table and column, a file and key. */
export interface Target {
  /** TABLE_NAME of the history. */
  readonly table: string
  /** COLUMN_NAME of the history. */
  readonly column: string
}

/** Who a finding belongs to: the subject, and the identifier that led to it. */
export interface Owner {
  readonly subjectKey: string
  readonly kind: IdentifierKind
  /** The identifier as submitted: CONSUMER_ID. */
  readonly consumerId: string
}

/**
 * Which of several owners comes when, where they gave the same identifier and the history has no column that tells them
 * apart: its rows then have seconds of their own. From 1, by `turnKey`; whoever is missing has turn 0. Nothing personal.
 */
export type OwnerTurns = Readonly<Record<string, number>>

export function turnKey({ subjectKey, kind }: Pick<Owner, 'subjectKey' | 'kind'>): string {
  return `${subjectKey} ${kind}`
}

/**
 * One identifier seen in one target.
 *
 * `locator` null: the target was evaluated and holds nothing of the identifier. `locator` set and `value` null: the
 * fact belongs to the person, its field is empty. (Source: Info Mart, CTL_GDPR_HISTORY as audit report.)
 */
export interface Finding {
  readonly owner: Owner
  readonly target: Target
  /** FACT_ID: what names the row or the place in the file, in a form the product can find again. */
  readonly locator: string | null
  /** The value before redaction, in full. */
  readonly value: string | null
}

/** An identifier that a product searched for, and how many values it found. */
export interface OwnerTally {
  readonly owner: Owner
  readonly found: number
}

declare const recorded: unique symbol

/** A finding with a locator and a value that stands committed in the history. Only such a finding can be erased. */
export interface RecordedFinding extends Finding {
  readonly locator: string
  readonly value: string
  readonly [recorded]: true
}

/** A RecordedFinding from a row of the history; null for rows without anything to erase. Only the reader of the history calls it. */
export function asRecorded(finding: Finding): RecordedFinding | null {
  return isRecorded(finding) ? finding : null
}

function isRecorded(finding: Finding): finding is RecordedFinding {
  return finding.locator !== null && finding.value !== null
}

/** How much a record of findings holds. */
export interface RecordCounts {
  /** Targets. */
  readonly evaluated: number
  /** Values. */
  readonly found: number
}

/** Whether a record has lost something of what was once noted of it; it only ever grows. */
export function isIncomplete(record: RecordCounts, noted: RecordCounts): boolean {
  return record.evaluated < noted.evaluated || record.found < noted.found
}
