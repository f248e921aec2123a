/** The forget list on disk, and the secret of this installation that its fingerprints are made with. */

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { StepFailed } from '../../../domain/errors.ts'
import { fingerprintWith, type Fingerprint } from '../../../platform/crypto/fingerprint.ts'
import { sha256 } from '../../../platform/crypto/hash.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import { removeLeftovers, writeAtomically } from '../../../platform/files/atomic-write.ts'
import { readSecretFile } from '../../../platform/files/secret-file.ts'
import { forgottenKinds, type Forgotten } from './forget-list.ts'
import { listFailed, otherSecret } from '../failures.ts'

export interface ListFile {
  readonly fingerprint: Fingerprint
  /** Entries whose time is not over. */
  readonly entries: readonly Forgotten[]
  readonly write: (entries: readonly Forgotten[]) => Promise<void>
}

/** The folder is for Lethe's own user alone. `now`: epoch seconds. */
export async function openListFile(folder: string, tenant: string, now: number): Promise<ListFile> {
  return asStep(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeLeftovers(folder)
    const fingerprint = fingerprintWith((await readSecretFile(join(folder, 'secret'))).text)
    const path = join(folder, `forget-list-${sha256(tenant).slice(0, 16)}.json`)
    const written = readEntries(await readFile(path, 'utf8').catch(ignoreMissing), markOf(fingerprint))
    return {
      fingerprint,
      entries: written.filter(({ until }) => until > now),
      write: (entries) => asStep(() => writeEntries(path, markOf(fingerprint), entries)),
    }
  })
}

/** Whether there is a list at all; without one nothing is created. */
export async function hasListFile(folder: string, tenant: string): Promise<boolean> {
  const path = join(folder, `forget-list-${sha256(tenant).slice(0, 16)}.json`)
  return (await asStep(() => readFile(path).catch(ignoreMissing))) !== undefined
}

/** Tells whether a list was made with this secret. */
function markOf(fingerprint: Fingerprint): string {
  return fingerprint('forget list')
}

async function writeEntries(path: string, key: string, entries: readonly Forgotten[]): Promise<void> {
  await writeAtomically(path, { mode: 0o600, token: randomToken() }, async (output) => {
    output.write(`${JSON.stringify({ version: 1, key, entries })}\n`)
  })
}

function readEntries(text: string | undefined, key: string): readonly Forgotten[] {
  if (text === undefined) return []
  const document: unknown = JSON.parse(text)
  if (member(document, 'key') !== key) throw otherSecret()
  const entries = member(document, 'entries')
  return Array.isArray(entries) ? entries.map(readEntry) : []
}

function readEntry(entry: unknown): Forgotten {
  const kind = forgottenKinds.find((known) => known === member(entry, 'kind'))
  const fingerprint = member(entry, 'fingerprint')
  if (kind === undefined || typeof fingerprint !== 'string') throw new SyntaxError('an entry of the forget list')
  const number = (name: string): number => Number(member(entry, name))
  return { kind, fingerprint, length: number('length'), person: number('person'), until: number('until') }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof StepFailed && cause.code === 'file' && !cause.retryable) throw cause
    throw listFailed(cause)
  }
}
