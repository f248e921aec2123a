/** Who of a run was answered for good by an earlier attempt: what becomes of others in the run does not change it. */

import type { Owner } from '../../domain/finding.ts'
import type { Request } from '../../domain/request.ts'
import type { RunRecord } from '../../records/journal/runs.ts'

export function isAnswered({ files }: RunRecord, { fileName, sha256 }: Request): boolean {
  return files.some(({ name, sha256: hash, state }) => name === fileName && hash === sha256 && state === 'done')
}

/**
 * The run may stay open for long after, for others, and somebody who has come back since is nobody's to forget: such a
 * request is neither searched for again, nor is what was recorded of it erased once more.
 */
export function stillWanted(record: RunRecord, requests: readonly Request[]): readonly Request[] {
  return requests.filter((request) => !isAnswered(record, request))
}

/** The same of whom the record tells, also where the request file is gone. */
export function answeredOwners({ files }: RunRecord): (owner: Owner) => boolean {
  const done = new Set(files.flatMap(({ state, fileNumber }) => (state === 'done' ? (fileNumber ?? []) : [])))
  return ({ subjectKey }) => done.has(Number(/^(\d+)\./.exec(subjectKey)?.[1] ?? Number.NaN))
}
