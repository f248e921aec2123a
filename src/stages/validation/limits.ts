/** How large a request may be, each part with a sentence for its sender. */

import type { RequestProblem } from '../../domain/request.ts'
import type { JsonLimits } from '../../platform/text/json-scan.ts'

import { problem } from './schema-problems.ts'
import type { WrittenSubject } from './subjects.ts'

/** Characters of a name in `kvlist`, as the schema of a request has it. */
export const longestAttachedKey = 255

export interface RequestLimits {
  /** Objects and arrays within each other. */
  readonly nestingDepth: number
  /** Values of all kinds in a file. */
  readonly valuesPerFile: number
  readonly subjectsPerFile: number
  /** Of all people in it. */
  readonly identifiersPerFile: number
  readonly identifiersPerSubject: number
  /** Characters. */
  readonly identifierLength: number
}

export function jsonLimitsOf({ nestingDepth, valuesPerFile }: RequestLimits): JsonLimits {
  return { maxDepth: nestingDepth, maxValues: valuesPerFile }
}

/** Rules `too-many-subjects` and `too-many-identifiers`. */
export function* excesses(subjects: readonly WrittenSubject[], limits: RequestLimits): Generator<RequestProblem> {
  const { subjectsPerFile, identifiersPerFile, identifiersPerSubject } = limits
  if (subjects.length > subjectsPerFile) {
    const sentence = `names ${subjects.length} people, more than the ${subjectsPerFile} of one file. Send several files.`
    yield problem('', 'too-many-subjects', sentence)
  }
  const all = subjects.reduce((sum, { identifiers }) => sum + identifiers.length, 0)
  if (all > identifiersPerFile) {
    const sentence = `has ${all} identifiers, more than the ${identifiersPerFile} of one file. Send several files.`
    yield problem('', 'too-many-identifiers', sentence)
  }
  for (const { pointer, identifiers } of subjects) {
    if (identifiers.length <= identifiersPerSubject) continue
    const sentence = `has ${identifiers.length} identifiers, more than the ${identifiersPerSubject} of one person. Send several files.`
    yield problem(pointer, 'too-many-identifiers', sentence)
  }
}
