/** An event in a server's log: from its head on to what ends it, however its lines are indented. */

import { kindOfLine, type LineKind } from './line-kinds.ts'
import { beginning, lineEnd, lineStart, nextLine } from './lines.ts'
import { continuesValue } from './quoted.ts'

export interface Ends {
  /** Whether nothing of the log lies before or after the text. */
  readonly atStart: boolean
  readonly atEnd: boolean
}

export interface EventStretch {
  readonly start: number
  readonly end: number
  /** False when it may go on beyond the text. */
  readonly whole: boolean
}

/**
 * Lines that begin with a time are heads. Where the head above has one, lines without one go on with its event: log
 * writers do not indent what others hand them. Not so where several of them hold somebody's number.
 * Elsewhere only what is indented, looks like an attribute, or stands in the quotes of a value goes on.
 */
export function eventAround(text: string, place: number, ends: Ends): EventStretch {
  const line = lineStart(text, place)
  const first = beginOf(text, line, ends)
  const last = endOf(text, line, first.timed, ends)
  return { start: first.start, end: last.end, whole: first.whole && last.whole }
}

interface Begin {
  readonly start: number
  /** Whether its head begins with a time. */
  readonly timed: boolean
  readonly whole: boolean
}

function beginOf(text: string, from: number, ends: Ends): Begin {
  const nearer: Nearer = { alone: null, named: null }
  let count = 0
  for (let line = from; ; line = lineStart(text, line - 1)) {
    if (line === 0 && !ends.atStart) return { start: line, timed: false, whole: false }
    const kind = kindAt(text, line)
    if (kind === 'head') return fromHead(text, line, nearer, ends)
    const stands = standsAlone(text, line, kind, ends)
    if (stands === 'unknown') return { start: line, timed: false, whole: false }
    if (stands) nearer.alone ??= line
    if (stands && kind === 'named') {
      const many = isOneOfMany(text, line, ends)
      if (many === 'unknown') return { start: line, timed: false, whole: false }
      if (many) nearer.named ??= line
    }
    if (isFree(kind)) count += 1
    if (line === 0 || (stands && kind === 'block') || count > mostFree)
      return { start: nearer.alone ?? line, timed: false, whole: true }
  }
}

/** The nearest line that begins an event where the head above has no time, and even where it has one. */
interface Nearer {
  alone: number | null
  named: number | null
}

function fromHead(text: string, head: number, { alone, named }: Nearer, ends: Ends): Begin {
  const isTimed = hasFewFree(text, head, ends)
  if (isTimed === 'unknown') return { start: head, timed: false, whole: false }
  if (!isTimed) return { start: alone ?? head, timed: false, whole: true }
  return { start: named ?? head, timed: named === null, whole: true }
}

/** Whether the line begins an event where the head above has no time. */
function standsAlone(text: string, line: number, kind: LineKind, ends: Ends): boolean | 'unknown' {
  if (kind === 'block') return line === 0 || kindAt(text, lineStart(text, line - 1)) !== 'head'
  if (!isFree(kind)) return false
  const continues = continuesValue(text, line, ends)
  return continues === 'unknown' ? continues : !continues
}

function endOf(
  text: string,
  from: number,
  timed: boolean,
  ends: Ends,
): { readonly end: number; readonly whole: boolean } {
  for (let line = from; ;) {
    const end = lineEnd(text, line)
    const next = nextLine(text, line)
    if (next === null) return { end: withoutLineEnds(text, end), whole: ends.atEnd }
    if (lineEnd(text, next) === text.length && !ends.atEnd) return { end, whole: false }
    const stands = begins(text, next, timed, ends)
    if (stands === 'unknown') return { end, whole: false }
    if (stands) return { end: withoutLineEnds(text, end), whole: true }
    line = next
  }
}

function begins(text: string, line: number, timed: boolean, ends: Ends): boolean | 'unknown' {
  const kind = kindAt(text, line)
  if (kind === 'head') return true
  if (!timed || kind === 'block') return standsAlone(text, line, kind, ends)
  if (kind !== 'named') return false
  const many = isOneOfMany(text, line, ends)
  return many === true ? standsAlone(text, line, kind, ends) : many
}

/** More lines without a time, not indented, no event has: then times are not what its lines begin with. */
const mostFree = 64

/** Whether so few lines follow before the next head that they can be the rest of its event. */
function hasFewFree(text: string, head: number, ends: Ends): boolean | 'unknown' {
  let count = 0
  for (let line = nextLine(text, head); line !== null; line = nextLine(text, line)) {
    const kind = kindAt(text, line)
    if (kind === 'head') return true
    if (isFree(kind)) count += 1
    if (count > mostFree) return false
  }
  return ends.atEnd ? true : 'unknown'
}

/** Whether other lines between the same heads hold a number or address as well: they may be those of several people. */
function isOneOfMany(text: string, line: number, ends: Ends): boolean | 'unknown' {
  let above = line
  for (let count = 0; count < mostFree && above > 0; count += 1) {
    above = lineStart(text, above - 1)
    const kind = kindAt(text, above)
    if (kind === 'named') return true
    if (kind === 'head') break
  }
  let below = nextLine(text, line)
  for (let count = 0; count < mostFree && below !== null; count += 1) {
    const kind = kindAt(text, below)
    if (kind === 'named') return true
    if (kind === 'head') break
    below = nextLine(text, below)
  }
  return below === null && !ends.atEnd ? 'unknown' : false
}

function isFree(kind: LineKind): boolean {
  return kind === 'free' || kind === 'named'
}

function kindAt(text: string, line: number): LineKind {
  return kindOfLine(beginning(text, line))
}

/** Empty lines behind an event are nobody's. */
function withoutLineEnds(text: string, end: number): number {
  let last = end
  while (last > 0 && (text[last - 1] === '\n' || text[last - 1] === '\r')) last -= 1
  return last
}
