/** Makes of what was seen in the folder what a pass judges: a complete file, or an entry that is refused unread. */

import { sha256 } from '../../platform/crypto/hash.ts'
import type { RefusedEntry } from '../../stages/intake/listing.ts'
import type { Look, SubmittedBytes } from '../../stages/intake/settle.ts'
import type { Documents } from '../../stages/validation/documents.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import { validateRequest, type SubmittedFile } from '../../stages/validation/validate-request.ts'
import type { Arrival, Judgement } from '../context.ts'

export interface JudgingRules {
  readonly country: string
  readonly dialingPrefixes: readonly string[] | undefined
  readonly accounts: readonly string[] | undefined
  readonly limits: RequestLimits | undefined
  readonly documents: Documents
}

/** Null while the file is not complete, and when it is gone. */
export function arrivalIn(look: Look, rules: JudgingRules): Arrival | null {
  switch (look.kind) {
    case 'complete':
    case 'broken':
      return arrivalOf(look.file, rules)
    case 'refused':
      return refusedArrival(look.entry)
    case 'waiting':
    case 'gone':
      return null
    default:
      return look satisfies never
  }
}

function arrivalOf({ candidate, bytes, sha256: hash }: SubmittedBytes, rules: JudgingRules): Arrival {
  const { name, fileName } = candidate
  const action = name.ok ? name.name.action : null
  const named: Pick<SubmittedFile, 'action' | 'nameProblem'> = name.ok
    ? { action }
    : { action, nameProblem: name.problem }
  const { limits, documents, ...reading } = rules
  const submitted = { fileName, bytes, sha256: hash, ...reading, ...(limits === undefined ? {} : { limits }), ...named }
  return {
    file: { name: fileName, sha256: hash, size: bytes.length },
    action,
    judge: async (fileNumber, signal): Promise<Judgement> => {
      const result = await validateRequest({ ...submitted, fileNumber }, documents, signal)
      if (result.ok) return { kind: 'accepted', request: result.request }
      return { kind: 'rejected', problems: result.problems, text: result.text, answerable: true }
    },
  }
}

export function refusedArrival(entry: RefusedEntry): Arrival {
  const [name, hash] = nameOf(entry)
  const { answerable, problem } = entry
  return {
    file: { name, sha256: hash, size: 0 },
    action: null,
    judge: async () => ({ kind: 'rejected', problems: [problem], text: null, answerable }),
  }
}

/** Stands for every name that cannot be repeated. */
export const unanswerableName = '(a name that cannot be answered)'

/** A name that cannot be repeated is told apart by a digest of it. */
function nameOf(entry: RefusedEntry): [name: string, sha256: string] {
  if (entry.answerable) return [entry.fileName, entry.fingerprint]
  return [unanswerableName, sha256(`${entry.fingerprint}\n${entry.fileName}`)]
}
