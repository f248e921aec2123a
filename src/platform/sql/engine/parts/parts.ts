/** Texts that are a person's in part: what is told of them, and what stays when the part is redacted. */

import type { Owner } from '../../../../domain/finding.ts'
import type { Identifier } from '../../../../domain/identifier.ts'
import { identifierOf, type IdentifierRules } from '../../../match/identifier.ts'
import { createIdentifierIndex, type Mention } from '../../../match/identifier-index.ts'
import { withoutOthers } from '../../../match/others.ts'
import { isDate, placedIn } from '../conditions/dates.ts'
import { readingOf } from '../table-map.ts'
import type { ResolvedColumn } from '../resolved.ts'

type MentionPlace = Pick<Mention<unknown>, 'start' | 'end'>

/** The places alone, or the text around them without what names others. */
export function partOf(text: string, places: readonly MentionPlace[], around: boolean): string {
  if (around) return withoutOthers(text, places)
  return [...new Set(places.map(({ start, end }) => text.slice(start, end)))].join('; ')
}

/** Whether a text of this column may be several people's, so that a redaction leaves what is not the person's. */
export function isShared({ map, shape, redact }: ResolvedColumn): boolean {
  return map.identifies.length > 0 && shape.family === 'text' && redact !== 'keep' && redact !== 'delete'
}

/** What stands in a text for the owners' parts; null where the text names none of them. */
export type WithoutParts = (text: string, owners: readonly Owner[], token: string) => string | null

/** For some owners at once, since reading free texts takes a preparation. */
export function withoutPartsOf(
  owners: Iterable<Owner>,
  column: ResolvedColumn,
  rules: Pick<IdentifierRules, 'country' | 'dialingPrefixes'>,
): WithoutParts {
  const identifiers = new Map<string, Identifier>()
  for (const owner of owners) {
    const identifier = identifierOf(owner, rules)
    if (identifier !== null) identifiers.set(nameOf(owner), identifier)
  }
  const index = createIdentifierIndex(identifiers.values())
  const longest = column.shape.length ?? Number.POSITIVE_INFINITY
  return (text, some, token) => {
    const own = new Set(some.map((owner) => identifiers.get(nameOf(owner))))
    const mentions = index
      .mentions(text, column.map.identifies, readingOf(column.map))
      .map((mention) => placedIn(text, mention, column))
      .filter(
        ({ identifier, start, end }) => own.has(identifier) && !isDate(column, identifier.kind, text.slice(start, end)),
      )
    return mentions.length === 0 ? null : replaced(text, mentions, token, longest)
  }
}

function nameOf({ kind, consumerId }: Owner): string {
  return `${kind} ${consumerId}`
}

/** Where the column is too short for that, each part goes by a token of its own length. */
function replaced(text: string, places: readonly MentionPlace[], token: string, longest: number): string {
  const written = (tokenFor: (place: MentionPlace) => string): string => {
    let result = ''
    let from = 0
    for (const place of [...places].sort((a, b) => a.start - b.start)) {
      if (place.start < from) continue
      result += text.slice(from, place.start) + tokenFor(place)
      from = place.end
    }
    return result + text.slice(from)
  }
  const full = written(() => token)
  return full.length <= longest ? full : written(({ start, end }) => token.slice(0, end - start))
}

/** Whether a text is another one in which parts were redacted before. */
export function isPartlyRedacted(text: string, original: string, token: string): boolean {
  if (!text.includes(token)) return false
  const [first = '', ...rest] = text.split(token)
  const last = rest.pop() ?? ''
  if (!original.startsWith(first) || !original.endsWith(last)) return false
  let place = first.length
  for (const piece of rest) {
    const at = original.indexOf(piece, place)
    if (at < 0) return false
    place = at + piece.length
  }
  return place <= original.length - last.length
}
