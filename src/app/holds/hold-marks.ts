/**
 * That a hold by command stands, in the state folder beside the secret: an empty file each. A record that was lost, or is
 * another one by now, would have let everybody go without a word.
 */

import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { randomToken } from '../../platform/crypto/random.ts'
import { removeLastingly, createAtomically } from '../../platform/files/atomic-write.ts'

/** Ids of the tenant's. */
export async function markedHolds(stateDirectory: string, tenant: string): Promise<readonly string[]> {
  const names = await readdir(folderOf(stateDirectory)).catch(ignoreMissing)
  const end = `.${tenant}`
  return names
    .filter((name) => /^[0-9a-f]+\./.test(name) && name.slice(name.indexOf('.')) === end)
    .map((name) => name.slice(0, -end.length))
}

/** Behind the row of the record: cut off in between, the hold stands all the same. */
export async function markHold(stateDirectory: string, tenant: string, id: string): Promise<void> {
  await mkdir(folderOf(stateDirectory), { recursive: true, mode: 0o700 })
  const path = join(folderOf(stateDirectory), `${id}.${tenant}`)
  await createAtomically(path, { mode: 0o600, token: randomToken() }, () => Promise.resolve())
}

/** Safe twice. */
export async function unmarkHold(stateDirectory: string, tenant: string, id: string): Promise<void> {
  await removeLastingly(join(folderOf(stateDirectory), `${id}.${tenant}`))
}

function folderOf(stateDirectory: string): string {
  return join(stateDirectory, 'holds')
}

function ignoreMissing(error: unknown): readonly string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
