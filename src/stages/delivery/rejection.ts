/** The execution log of a refused file: the document as far as there was one, everything wrong with it, and the run. */

import type { Action, RequestProblem } from '../../domain/request.ts'

export interface Rejection {
  /** File name without folder. */
  readonly fileName: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
  /** The document when the file parsed to an object, otherwise null. */
  readonly document: Readonly<Record<string, unknown>> | null
  readonly problems: readonly RequestProblem[]
  readonly run: {
    readonly id: string
    readonly tenant: string
    /** Null when the file's name does not say it. */
    readonly action: Action | null
    /** ISO 8601, UTC. */
    readonly startedAt: string
    readonly finishedAt: string
  }
}

/** Keys of ours: a document that brings them is refused for it, and must not be taken for our answer. */
const ownKeys = new Set(['result', 'run', 'problems'])

/** No document of either body is deeper than ten levels; writing one of many thousands would exhaust the stack. */
const deepest = 64

export function buildRejection(rejection: Rejection): Readonly<Record<string, unknown>> {
  const { id, tenant, action, startedAt, finishedAt } = rejection.run
  const document = rejection.document === null || isDeep(rejection.document) ? {} : rejection.document
  return {
    ...Object.fromEntries(Object.entries(document).filter(([key]) => !ownKeys.has(key))),
    problems: rejection.problems.map(({ pointer, rule, message }) => ({ pointer, rule, message })),
    run: { id, tenant, action, startedAt, finishedAt, sha256: rejection.sha256, outcome: 'rejected' },
  }
}

/** Whether there are more levels than `deepest`; goes level by level, so that depth costs no stack. */
function isDeep(document: unknown): boolean {
  let level: readonly unknown[] = [document]
  for (let depth = 0; depth < deepest; depth += 1) {
    level = level.flatMap(membersOf)
    if (level.length === 0) return false
  }
  return true
}

function membersOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}
