/** Identifiers anywhere in a text, by the rules that logs are read by. */

import type { Identifier, IdentifierKind } from '../../../domain/identifier.ts'
import { spansIn } from '../bytes/confirm.ts'
import { NeedleIndex } from '../bytes/index-of-needles.ts'
import { prepareSearch } from '../bytes/needles.ts'
import { plainScanner } from '../bytes/plain-scanner.ts'
import { scanCapacity } from '../bytes/scanner.ts'
import type { Span } from '../bytes/span.ts'
import { extension } from '../signs.ts'
import { wordKeys } from '../word.ts'

export interface FoundInText<T> {
  readonly identifier: T
  readonly start: number
  readonly end: number
  readonly entire: boolean
  readonly extended: boolean
}

export type TextSearch<T> = (
  text: string,
  kinds: readonly IdentifierKind[],
  extensions: 'same' | 'other',
) => readonly FoundInText<T>[]

/** What decides over a place stands no farther from it. */
const context = 4096

export function createTextSearch<T extends Identifier>(identifiers: readonly T[]): TextSearch<T> {
  const groups = sameOnes(identifiers)
  const search = prepareSearch(groups.map(({ identifier }) => ({ identifier, owners: [] })))
  const scanner = plainScanner(search)
  const index = new NeedleIndex(search.index)
  return (text, kinds, extensions) => {
    const bytes = Buffer.from(text)
    const spans: Span[] = []
    for (let from = 0; from < bytes.length; from += scanCapacity - 2 * context) {
      const start = Math.max(0, from - context)
      const part = bytes.subarray(start, start + scanCapacity)
      scanner.buffer.set(part)
      const to = Math.min(part.length, from + scanCapacity - 2 * context - start)
      const some = spansIn(scanner, index, { length: part.length, from: from - start, to })
      spans.push(...some.map((span) => ({ ...span, start: span.start + start, end: span.end + start })))
    }
    return spans.flatMap(({ start, end, needle }) => {
      const place = { start: unitAt(text, bytes, start), end: unitAt(text, bytes, end), entire: false }
      const extended = beginsExtension(text.slice(place.end, place.end + 20))
      const all = (groups[needle]?.all ?? []).filter(({ kind }) => kinds.includes(kind))
      const other = extended && extensions === 'other'
      return all
        .filter(({ kind }) => kind !== 'phone' || !other)
        .map((identifier) => ({ identifier, ...place, extended: extended && identifier.kind === 'phone' }))
    })
  }
}

function beginsExtension(behind: string): boolean {
  const [, sign = ''] = /^([\s,;(]*(?:ext\w*[.:=]?|x|#)\s?\d{1,7})(?!\d)/i.exec(behind) ?? []
  return sign !== '' && extension.test(sign)
}

interface Same<T> {
  readonly identifier: Identifier
  readonly all: readonly T[]
}

/** One entry for all spellings of a name. */
function sameOnes<T extends Identifier>(identifiers: readonly T[]): readonly Same<T>[] {
  const groups = new Map<string, T[]>()
  for (const one of identifiers) {
    const keys = one.kind === 'phone' || one.kind === 'email' ? [one.normal] : wordKeys(one.normal, one.kind)
    const name = JSON.stringify([one.kind, keys])
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    return [{ identifier: { ...first, written: [...new Set(all.flatMap(({ written }) => written))] }, all }]
  })
}

/** The place of a byte among the UTF-16 units of the text. */
function unitAt(text: string, bytes: Buffer, place: number): number {
  return bytes.length === text.length ? place : bytes.subarray(0, place).toString().length
}
