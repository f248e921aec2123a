/** Globs over single values, digits or addresses: `800555*`, `+(0)`, `*@shop.example.com`. */

import picomatch from 'picomatch'

/** Whether a value matches one of them; a slash is a sign like any other. Throws for what is no pattern. */
export function valueMatcher(patterns: readonly string[]): (value: string) => boolean {
  const expressions = patterns.map((pattern) => {
    return picomatch.makeRe(pattern, { bash: true, dot: true, nonegate: true, strictBrackets: true, debug: true })
  })
  return (value) => expressions.some((expression) => expression.test(value))
}

export function isValueGlob(pattern: string): boolean {
  try {
    valueMatcher([pattern])
    return pattern.trim() === pattern && pattern !== ''
  } catch {
    return false
  }
}
