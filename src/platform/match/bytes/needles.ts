/** From subjects to needles: each different identifier once, with everybody it belongs to. */

import type { Owner } from '../../../domain/finding.ts'
import { fold } from '../fold.ts'
import { foldedIn, wordKeys } from '../word.ts'
import type { Identifier, IdentifierKind } from '../../../domain/identifier.ts'
import type { Subjects } from '../../../domain/product.ts'
import {
  admitNumber,
  alone,
  filterLayout,
  searched,
  setBit,
  hashOf,
  emailKey,
  wordBytes,
  wordStartKey,
} from './filters.ts'
import { addressStarts, startsOf } from './word-starts.ts'
import { packIndex, tags, type NeedleTexts, type PackedIndex } from './index-of-needles.ts'

export interface ByteNeedle {
  readonly identifier: Identifier
  readonly owners: readonly Owner[]
}

/** While others may still turn out to have the same identifier. */
interface GatheredNeedle extends ByteNeedle {
  readonly owners: Owner[]
}

/** What goes to every thread. */
export interface ByteSearch {
  readonly index: PackedIndex
  readonly filters: SharedArrayBuffer
  /** Sum of `searched`. */
  readonly kinds: number
  /** The last four digits of the numbers as four bytes of a word, where there are three different ones at most; else none. */
  readonly ends: readonly number[]
}

/** So many ends are told apart faster than all digits are looked at. */
const mostEnds = 3

/** Words of free text. Their order gives them their tags. */
export const wordKinds = [
  'username',
  'employeeid',
  'name',
  'fbid',
  'twid',
  'wcid',
] as const satisfies readonly IdentifierKind[]

const encoder = new TextEncoder()

export function gatherNeedles(subjects: Subjects, kinds: ReadonlySet<IdentifierKind>): readonly ByteNeedle[] {
  const needles = new Map([...kinds].map((kind) => [kind, new Map<string, GatheredNeedle>()]))
  const gathered: ByteNeedle[] = []
  for (const subject of subjects) {
    for (const identifier of subject.identifiers) {
      const { kind, value } = identifier
      const ofKind = needles.get(kind)
      if (ofKind === undefined) continue
      // One person may give the same number in two spellings: each is answered for itself.
      const owner = { subjectKey: subject.key, kind, consumerId: value }
      const text = searchedAs(identifier)
      const known = ofKind.get(text)
      if (known === undefined) {
        const needle = { identifier, owners: [owner] }
        ofKind.set(text, needle)
        gathered.push(needle)
      } else if (!known.owners.some((other) => isSame(other, owner))) known.owners.push(owner)
    }
  }
  return gathered
}

/** Texts that differ in nothing but case or how their accents are written stand for each other in a log. */
function searchedAs({ kind, normal }: Identifier): string {
  if (kind === 'phone' || kind === 'ipaddr') return normal
  return kind === 'email' ? fold(normal) : JSON.stringify(wordKeys(normal, kind))
}

function isSame(a: Owner, b: Owner): boolean {
  return a.subjectKey === b.subjectKey && a.consumerId === b.consumerId
}

export function prepareSearch(needles: readonly ByteNeedle[]): ByteSearch {
  const entries = needles.map(({ identifier }) => ({ tag: tagOf(identifier.kind), texts: textsOf(identifier) }))
  const filters = new SharedArrayBuffer(filterLayout.size)
  const kinds = admitAll(new Uint8Array(filters), entries)
  return { index: packIndex(entries), filters, kinds, ends: endsOf(entries) }
}

function endsOf(entries: readonly NeedleTexts[]): readonly number[] {
  const ends = new Set<number>()
  for (const { tag, texts } of entries) {
    if (tag === tags.phone) for (const text of texts) ends.add(Buffer.from(text.slice(-4)).readUInt32LE())
    if (ends.size > mostEnds) return []
  }
  return [...ends]
}

function tagOf(kind: IdentifierKind): number {
  if (kind === 'phone') return tags.phone
  if (kind === 'email') return tags.email
  return kind === 'ipaddr' ? tags.ip : tags.word + wordKinds.findIndex((word) => word === kind)
}

function textsOf(identifier: Identifier): readonly string[] {
  switch (identifier.kind) {
    case 'phone':
      return identifier.digits
    case 'email':
      return [...new Set(identifier.written.map(fold))]
    case 'ipaddr':
      return [identifier.normal]
    default:
      return wordsOf(identifier)
  }
}

/** Signs before the first letter or digit, as in `@ann`, are not compared: words begin at letters. */
function wordsOf({ written, kind }: Identifier): readonly string[] {
  return [...new Set(written.flatMap((text) => wordKeys(text.replace(/^[^\p{L}\p{N}_]+/u, ''), kind)))]
}

/** The sum of `searched`. */
function admitAll(filters: Uint8Array, entries: readonly NeedleTexts[]): number {
  let kinds = 0
  for (const { tag, texts } of entries) {
    if (tag === tags.phone) kinds |= admitPhone(filters, texts)
    else for (const text of texts) kinds |= admit(filters, tag, text)
  }
  return kinds
}

function admit(filters: Uint8Array, tag: number, text: string): number {
  if (tag === tags.ip) return admitIp(filters, text)
  if (tag !== tags.email) {
    for (const start of startsOf(foldedIn(text))) admitWord(filters, encoder.encode(start))
    return searched.word
  }
  for (const bytes of addressStarts(text)) {
    const key = emailKey(bytes, bytes.indexOf(0x40), 1)
    setBit(filters, filterLayout.email, hashOf(key, filterLayout.email.bits))
  }
  return searched.email
}

/** The forms of a number mostly end alike: what is admitted already is not written again. */
function admitPhone(filters: Uint8Array, forms: readonly string[]): number {
  let admitted = ''
  for (const digits of forms) {
    const { length } = digits
    const isLong = length > 10 || (length === 10 && !digits.startsWith('+'))
    if (isLong && admitted !== '' && digits.endsWith(admitted)) continue
    const lead = isLong ? numberIn(digits, length - 10, length - 7) : alone
    admitNumber(filters, numberIn(digits, length - 7, length), lead)
    if (isLong) admitted = digits.slice(-10)
  }
  return searched.phone
}

function numberIn(digits: string, start: number, end: number): number {
  let value = 0
  for (let place = start; place < end; place += 1) value = value * 10 + digits.charCodeAt(place) - 0x30
  return value
}

/** An IPv4 address may also stand inside IPv6, in hexadecimal form. */
function admitIp(filters: Uint8Array, address: string): number {
  if (address.includes(':')) {
    setBit(filters, filterLayout.ipv6, parseInt(/[0-9a-f]*$/i.exec(address)?.[0] ?? '', 16) || 0)
    return searched.ipv6
  }
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  setBit(filters, filterLayout.ipv6, (c << 8) | d)
  setBit(filters, filterLayout.ipv4, hashOf((a << 24) | (b << 16) | (c << 8) | d, filterLayout.ipv4.bits))
  return searched.ipv4 | searched.ipv6
}

function admitWord(filters: Uint8Array, word: Uint8Array): void {
  const start = wordStartKey(word, 0)
  if (word.length === 1) for (let next = 0; next < 256; next += 1) admitShort(filters, start | (next << 8))
  else if (word.length < 4) admitShort(filters, start)
  else {
    setBit(filters, filterLayout.wordStart, start)
    setBit(filters, filterLayout.word, hashOf(wordBytes(word, 0), filterLayout.word.bits))
  }
}

function admitShort(filters: Uint8Array, start: number): void {
  setBit(filters, filterLayout.wordStart, start)
  setBit(filters, filterLayout.shortWord, start)
}
