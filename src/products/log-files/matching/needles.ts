/** From subjects to needles: each different identifier once, with everybody it belongs to. */

import type { Owner } from '../../../domain/finding.ts'
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
  wordKey,
  wordStartKey,
} from './filters.ts'
import { IndexSize, packIndex, tags, type PackedIndex, type Visit } from './index-of-needles.ts'

export interface Needle {
  readonly identifier: Identifier
  readonly owners: readonly Owner[]
}

/** What goes to every thread. */
export interface Search {
  readonly index: PackedIndex
  readonly filters: SharedArrayBuffer
  /** Sum of `searched`. */
  readonly kinds: number
}

export const wordKinds = [
  'username',
  'employeeid',
  'name',
  'fbid',
  'twid',
  'wcid',
] as const satisfies readonly IdentifierKind[]

const encoder = new TextEncoder()

export function gatherNeedles(subjects: Subjects, kinds: ReadonlySet<IdentifierKind>): readonly Needle[] {
  const needles: { readonly identifier: Identifier; readonly owners: Owner[] }[] = []
  const places = new Map([...kinds].map((kind) => [kind, new Map<string, number>()]))
  for (const subject of subjects) {
    for (const identifier of subject.identifiers) {
      const { kind, normal, value } = identifier
      const known = places.get(kind)
      if (known === undefined) continue
      // One person may give the same number in two spellings: each is answered for itself.
      const owner = { subjectKey: subject.key, kind, consumerId: value }
      const owners = needles[known.get(normal) ?? -1]?.owners
      if (owners === undefined) known.set(normal, needles.push({ identifier, owners: [owner] }) - 1)
      else if (!owners.some((other) => isSame(other, owner))) owners.push(owner)
    }
  }
  return needles
}

function isSame(a: Owner, b: Owner): boolean {
  return a.subjectKey === b.subjectKey && a.consumerId === b.consumerId
}

export function prepareSearch(needles: readonly Needle[]): Search {
  const buffer = new SharedArrayBuffer(filterLayout.size)
  const filters = new Uint8Array(buffer)
  const size = new IndexSize()
  let kinds = 0
  const admitPhone = phoneAdmission(filters)
  visitTexts(needles, (tag, text) => {
    kinds |= tag === tags.phone ? admitPhone(text) : admit(filters, tag, text)
    size.add(tag, text)
  })
  const index = packIndex(size, (visit) => {
    visitTexts(needles, visit)
  })
  return { index, filters: buffer, kinds }
}

function visitTexts(needles: readonly Needle[], visit: Visit): void {
  needles.forEach(({ identifier }, needle) => {
    const tag = tagOf(identifier.kind)
    for (const text of textsOf(identifier)) visit(tag, text, needle)
  })
}

function tagOf(kind: IdentifierKind): number {
  if (kind === 'phone') return tags.phone
  if (kind === 'email') return tags.email
  return kind === 'ipaddr' ? tags.ip : tags.word + wordKinds.findIndex((word) => word === kind)
}

function textsOf(identifier: Identifier): Iterable<string> {
  switch (identifier.kind) {
    case 'phone':
      return identifier.digits
    case 'email':
      return new Set(identifier.written.map((text) => text.normalize('NFC').toLowerCase()))
    case 'ipaddr':
      return [identifier.normal]
    default:
      return wordsOf(identifier)
  }
}

/** Signs before the first letter or digit, as in `@ann`, are not compared: words begin at letters. */
function wordsOf(identifier: Identifier): Iterable<string> {
  return new Set(identifier.written.map((text) => text.replace(/^[^\p{L}\p{N}_]+/u, '')).filter((text) => text !== ''))
}

function admit(filters: Uint8Array, tag: number, text: string): number {
  if (tag === tags.ip) return admitIp(filters, text)
  const bytes = encoder.encode(text)
  if (tag !== tags.email) return admitWord(filters, bytes)
  const key = emailKey(bytes, bytes.indexOf(0x40), false)
  setBit(filters, filterLayout.email, hashOf(key, filterLayout.email.bits))
  return searched.email
}

/** The forms of a number come one after the other and mostly end alike: what is admitted already is not written again. */
function phoneAdmission(filters: Uint8Array): (digits: string) => number {
  let [lastSeven, lastLead] = [-1, -1]
  return (digits) => {
    const { length } = digits
    const isLong = length > 10 || (length === 10 && !digits.startsWith('+'))
    const lead = isLong ? numberIn(digits, length - 10, length - 7) : alone
    const seven = numberIn(digits, length - 7, length)
    if (seven !== lastSeven || lead !== lastLead) admitNumber(filters, seven, lead)
    lastSeven = seven
    lastLead = lead
    return searched.phone
  }
}

/** Without a text for each: there are a hundred thousand of them. */
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

function admitWord(filters: Uint8Array, word: Uint8Array): number {
  const start = wordStartKey(word, 0)
  if (word.length === 1) for (let next = 0; next < 256; next += 1) admitShort(filters, start | (next << 8))
  else if (word.length < 4) admitShort(filters, start)
  else {
    setBit(filters, filterLayout.wordStart, start)
    setBit(filters, filterLayout.word, hashOf(wordKey(word, 0), filterLayout.word.bits))
  }
  return searched.word
}

function admitShort(filters: Uint8Array, start: number): void {
  setBit(filters, filterLayout.wordStart, start)
  setBit(filters, filterLayout.shortWord, start)
}
