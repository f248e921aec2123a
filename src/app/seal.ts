/** The seal of this installation's answers, compared with the one that the journal knows. */

import { join } from 'node:path'

import { sealWith, type Seal } from '../platform/crypto/seal.ts'
import { removeLeftovers } from '../platform/files/atomic-write.ts'
import { presentSecret, readSecretFile } from '../platform/files/secret-file.ts'
import type { Log } from '../platform/log/log.ts'
import type { Journal } from '../records/journal/journal.ts'

/** All workers on the same folders share the secret, and its copy belongs to that of the journal. */
export async function openSeal(stateDirectory: string, journal: Journal, log: Log): Promise<Seal> {
  const { text, isNew } = await readSecretFile(join(stateDirectory, 'secret'))
  await removeLeftovers(stateDirectory)
  const seal = sealWith(text)
  const { sealMark } = await journal.about()
  if (sealMark === seal.mark) return seal
  if (sealMark !== null) log.warn({ reason: isNew ? lost : another }, 'the answers carry another seal than before')
  if (sealMark === null || isNew) await journal.noteSealMark(seal.mark)
  return seal
}

/** For whoever only asks: null where there is none. */
export async function presentSeal(stateDirectory: string): Promise<Seal | null> {
  const secret = await presentSecret(join(stateDirectory, 'secret'))
  return secret === null ? null : sealWith(secret)
}

const lost =
  'there was no `secret` in the state folder, and a new one was made; put back its copy, or, should the journal be lost ' +
  'too, whatever was answered before waits for an operator'
const another =
  'the `secret` in the state folder is not the one that the journal knows; copy it from the worker that made the journal'
