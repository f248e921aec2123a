/** Which files of an agent's folder are profiles: glob patterns, regardless of case as on Windows. */

import { globMatcher } from '../../../platform/files/globs.ts'

export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) => globMatcher(anywhere(pattern), { ignoreCase: true }))
  return (path) => matchers.some((matches) => matches(path))
}

/** A pattern without `/` is about the file's name, wherever it lies. */
function anywhere(pattern: string): string {
  return pattern.includes('/') ? pattern : `**/${pattern}`
}
