/** A secret of this installation, in a file for its own user alone. */

import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import { randomSalt, randomToken } from '../crypto/random.ts'
import { createAtomically } from './atomic-write.ts'
import { secretEmpty, stateUnwritten } from './failures.ts'

export interface Secret {
  readonly text: string
  /** There was none, and it has been made. */
  readonly isNew: boolean
}

/** Made once and never written over: whatever was made with another one is not recognised any more. */
export async function readSecretFile(path: string): Promise<Secret> {
  const present = await readFile(path, 'utf8').catch(ignoreMissing)
  const made = present ?? (await makeSecret(path).catch(refuse))
  const text = made.trim()
  if (text !== '') return { text, isNew: present === undefined }
  throw secretEmpty()
}

/** Null where there is none; none is made. */
export async function presentSecret(path: string): Promise<string | null> {
  const text = (await readFile(path, 'utf8').catch(ignoreMissing))?.trim()
  return text === undefined || text === '' ? null : text
}

const mostAttempts = 5

/** A secret that was cut off would be guessed. Of two processes that make one, the first wins. */
async function makeSecret(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createAtomically(path, { mode: 0o600, token: randomToken() }, async (output) => {
        output.write(`${randomSalt()}\n`)
      })
      break
    } catch (error) {
      // Another that starts now may take what is half written for a leftover.
      if (attempt === mostAttempts) throw error
    }
  }
  return readFile(path, 'utf8')
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  return refuse(error)
}

function refuse(error: unknown): never {
  throw stateUnwritten(error instanceof StepFailed ? error.cause : error)
}
