/** Lethe's own mark on what an execution log says of its run: whoever may write into the folder cannot make one. */

import type { Seal } from '../../platform/crypto/seal.ts'
import { canonicalJson } from '../../platform/text/canonical-json.ts'

export type Members = Readonly<Record<string, unknown>>

/**
 * The run with its seal, which holds for the file of this name alone: the same content under another name is another
 * request, and its answer is not this one.
 */
export function sealedRun(seal: Seal, fileName: string, run: Members): Members {
  return { ...run, seal: seal.of(sealedText(fileName, run)) }
}

export function hasSeal(seal: Seal, fileName: string, { seal: given, ...run }: Members): boolean {
  return seal.isOf(sealedText(fileName, run), given)
}

function sealedText(fileName: string, run: Members): string {
  return canonicalJson([fileName, run])
}
