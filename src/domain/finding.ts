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
 * One identifier seen in one target.
 *
 * `locator` null: the target was evaluated and holds nothing of the identifier. `locator` set and `content` null: the
 * fact belongs to the person, its field is empty. (Source: Info Mart, CTL_GDPR_HISTORY as audit report.)
 */
export interface Finding {
  readonly owner: Owner
  readonly target: Target
  /** FACT_ID: what names the row or the place in the file, in a form the product can find again. */
  readonly locator: string | null
  /** What stood there before redaction, in full. */
  readonly content: Content | null
}

/** A text is itself; whole rows and documents, and what is no text, say what they are. */
export type Content = string | DocumentContent | BlobContent

/** A row, document or settings group as a whole: what goes when it is deleted. */
export interface DocumentContent {
  readonly kind: 'document'
  /** By column or member, in the order of the store; null for an empty one. */
  readonly fields: Readonly<Record<string, string | null>>
}

/** Bytes that are no text: an attachment, a recording. Their product hands them out as a stream. */
export interface BlobContent {
  readonly kind: 'blob'
  /** File name for the archive, without a folder. */
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/**
 * What could not be evaluated of one person, or of everybody in one target (`owner` null): their answer is an ERROR,
 * the others go on.
 */
export interface Unevaluated {
  readonly owner: Owner | null
  readonly target: Target
  /** The rule and the next step; nothing personal. */
  readonly unevaluated: string
}

/** The reason of what was found and is left alone until somebody decides: no failure, and no success. */
export function heldBack(reason: string): string {
  return `${heldMark}${reason}`
}

/** Null for what could not be evaluated. */
export function heldReason(unevaluated: string): string | null {
  return reasonBehind(heldMark, unevaluated)
}

/** The reason of what a store tells only later: it is asked again by itself, and nothing of the person is erased before. */
export function notYet(reason: string): string {
  return `${laterMark}${reason}`
}

/** Null for what could not be evaluated. */
export function laterReason(unevaluated: string): string | null {
  return reasonBehind(laterMark, unevaluated)
}

const heldMark = 'held: '
const laterMark = 'later: '

function reasonBehind(mark: string, unevaluated: string): string | null {
  return unevaluated.startsWith(mark) ? unevaluated.slice(mark.length) : null
}

/** That a row which somebody is found in concerns this person: told by every search anew, and only counted. */
export interface PersonSeen {
  readonly owner: Owner
  /** The column that tells people apart. */
  readonly target: Target
  /** A fingerprint under the salt of the run: it tells who is another, and nobody who it is. */
  readonly person: string
}

/** What a search yields. */
export type Evaluation = Finding | Unevaluated | PersonSeen

export function isFinding(one: Evaluation): one is Finding {
  return 'locator' in one
}

export function isPersonSeen(one: Evaluation): one is PersonSeen {
  return 'person' in one
}

export function isUnevaluated(one: Evaluation): one is Unevaluated {
  return 'unevaluated' in one
}

/** An identifier that a product searched for, and how many values it found. */
export interface OwnerTally {
  readonly owner: Owner
  readonly found: number
}

/** How much of a product, or of all that a run looks through, an identifier reaches. */
export interface OwnerReach {
  readonly owner: Owner
  /** Different rows. */
  readonly rows: number
  /** People whom they concern, as far as they tell: the most that one column tells apart. */
  readonly people: number
}

declare const recorded: unique symbol

/** A finding that holds something. */
export interface FoundValue extends Finding {
  readonly locator: string
  readonly content: Content
}

export function holdsValue(finding: Finding): finding is FoundValue {
  return finding.locator !== null && finding.content !== null
}

/** One that stands committed in the record. Only such a finding can be erased. */
export interface RecordedFinding extends FoundValue {
  readonly [recorded]: true
}

/** A RecordedFinding from a row of the record; null for rows without anything to erase. Only a reader of the record calls it. */
export function asRecorded(finding: Finding): RecordedFinding | null {
  return isRecorded(finding) ? finding : null
}

/** A recorded finding that is no text. */
export interface RecordedBlob extends RecordedFinding {
  readonly content: BlobContent
}

export function isBlob(finding: RecordedFinding): finding is RecordedBlob {
  return typeof finding.content !== 'string' && finding.content.kind === 'blob'
}

function isRecorded(finding: Finding): finding is RecordedFinding {
  return holdsValue(finding)
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

/** The content as one text: what the history shows, and what a log of it may be compared by. */
export function textOfContent(content: Content): string {
  if (typeof content === 'string') return content
  return content.kind === 'document' ? JSON.stringify(content.fields) : describeBlob(content)
}

function describeBlob({ name, bytes, sha256 }: BlobContent): string {
  return `${name} (${bytes} bytes, SHA-256 ${sha256})`
}
