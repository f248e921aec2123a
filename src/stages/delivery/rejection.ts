/** The execution log of a refused file: the document as far as there was one, everything wrong with it, and the run. */

import type { Action, RequestProblem } from '../../domain/request.ts'
import type { Seal } from '../../platform/crypto/seal.ts'
import type { JsonMember } from '../../platform/text/json-members.ts'
import { sealedRun } from './run-seal.ts'

export interface Rejection {
  /** File name without folder. */
  readonly fileName: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
  /** Of the document, as they were written; none when the file does not parse to an object. */
  readonly members: readonly JsonMember[]
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
const ownKeys = new Set(['result', 'run', 'problems', 'submitted'])

/**
 * The execution log as a JSON text. The document comes back as it was written, not as it was understood: a number with
 * more digits than a computer keeps is still the sender's case number, and both of two equal keys are told. Keys of
 * ours come back under `submitted`.
 */
export function rejectionText({ fileName, members, problems, sha256, run }: Rejection, seal: Seal): string {
  const { id, tenant, action, startedAt, finishedAt } = run
  const about = { id, tenant, action, startedAt, finishedAt }
  const own = members.filter(({ name }) => ownKeys.has(name)).map((member) => member.text)
  return objectOf([
    ...members.filter(({ name }) => !ownKeys.has(name)).map((member) => member.text),
    ...(own.length === 0 ? [] : [`"submitted": { ${own.join(', ')} }`]),
    member(
      'problems',
      problems.map(({ pointer, rule, message }) => ({ pointer, rule, message })),
    ),
    member('run', sealedRun(seal, fileName, { ...about, sha256, outcome: 'rejected' })),
  ])
}

function member(name: string, value: unknown): string {
  return `"${name}": ${indented(JSON.stringify(value, null, 2))}`
}

function objectOf(members: readonly string[]): string {
  return `{\n  ${members.join(',\n  ')}\n}`
}

/** For texts of our own: what was submitted stays as it is. */
function indented(json: string): string {
  return json.replaceAll('\n', '\n  ')
}
