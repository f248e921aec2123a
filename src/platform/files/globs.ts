/** Glob patterns of paths, the same everywhere: `**`, `*`, `?`, `[a-z]`, `[!a]`, `{a,{b,c}}`, `{01..12}`, `!(a|b)`. */

import { dirname, relative, sep } from 'node:path'

import picomatch from 'picomatch'

import { readableName } from './byte-names.ts'

export interface GlobOptions {
  /** Shares of Windows do not tell upper from lower case. */
  readonly ignoreCase: boolean
}

/** More names than this are no list that somebody meant. */
const mostInRange = 10_000

/** Whether a path matches. Throws for what is no pattern. */
export function globMatcher(pattern: string, { ignoreCase }: GlobOptions): (path: string) => boolean {
  const expression = picomatch.makeRe(withPlainBrackets(withWholeFolders(pattern)), {
    dot: true,
    nonegate: true,
    nocase: ignoreCase,
    posix: true,
    strictBrackets: true,
    debug: true,
    // A name may hold a line end.
    flags: ignoreCase ? 'si' : 's',
    expandRange: (...range: readonly unknown[]) => rangeOf(range.filter(isText)),
  })
  return (path) => expression.test(readableName(path))
}

/** Not so `[z-a]`. */
export function isGlob(pattern: string): boolean {
  try {
    globMatcher(pattern, { ignoreCase: false })
    return !/[^/]\*\*/.test(pattern)
  } catch {
    return false
  }
}

/** The deepest folder without a wildcard. */
export function fixedFolder(pattern: string): string {
  return dirname(`${pattern.slice(0, pattern.search(/[\\*?[{]|[!@+]\(|$/))}x`)
}

/** How many folders below the fixed one can hold what is meant. */
export function depthOf(pattern: string): number {
  return pattern.includes('**') ? Infinity : relative(fixedFolder(pattern), pattern).split(sep).length - 1
}

// A part of a path that begins with two stars, `**.log`, means names in folders of any depth.
function withWholeFolders(pattern: string): string {
  return pattern.replace(/(^|\/)\*\*(?=[^/])/g, '$1**/*')
}

/** `App (x86)`: brackets without a sign before them are a part of the name, not a group. */
function withPlainBrackets(pattern: string): string {
  let open: boolean[] = []
  return pattern.replace(/\\.|[!@+*?]?\(|\)/gs, (sign) => {
    if (sign.startsWith('\\')) return sign
    if (sign === ')') return (open.pop() ?? false) ? sign : '\\)'
    open = [...open, sign.length > 1]
    return sign.length > 1 ? sign : '\\('
  })
}

/** `{1..12}`, `{01..12}`, `{a..f}`, `{0..20..5}` as an expression. */
function rangeOf([from = '', to = '', by = '1']: readonly string[]): string {
  const [first, last, step] = [numberOf(from), numberOf(to), Math.abs(Number(by))]
  const count = Math.floor(Math.abs(last - first) / step)
  if (!Number.isInteger(first) || !Number.isInteger(last) || !(step >= 1) || count >= mostInRange)
    throw new SyntaxError('a range that cannot be told')
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0
  const write = (value: number): string =>
    /^\D$/.test(from) ? String.fromCharCode(value) : String(value).padStart(width, '0')
  const direction = last < first ? -step : step
  return `(?:${Array.from({ length: count + 1 }, (_, n) => write(first + n * direction)).join('|')})`
}

function numberOf(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text)
  return /^[a-z]$/i.test(text) ? text.charCodeAt(0) : NaN
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
