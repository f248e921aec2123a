/** Looks at what is Lethe's own on the disk before a run needs it: its databases' files, the folder of its state, folders of tenants. */

import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Complaint } from '../../../domain/product.ts'
import { isFile, isFolder } from '../../folders.ts'
import type { TenantSettings } from '../../settings/settings.ts'

const { R_OK, W_OK, X_OK } = constants

/**
 * A database file of Lethe's own, before it is opened: nothing is made for a look, since it would be the looker's, nor is a
 * file opened that cannot be written, since SQLite leaves others beside it with the same rights. Null: it may be opened.
 */
export async function lookAtOwnFile(filename: string | undefined): Promise<readonly Complaint[] | null> {
  if (filename === undefined) return null
  const folder = await mayUse(dirname(filename), W_OK | X_OK)
  if (!isFile(filename)) return folder
  const files = [filename, `${filename}-wal`, `${filename}-shm`].filter(isFile)
  const complaints = [...(await Promise.all(files.map((file) => mayUse(file, R_OK | W_OK)))).flat(), ...folder]
  return complaints.length === 0 ? null : complaints
}

/** Made at the first start, with the secret of the answers in it and a lock of each worker. */
export async function lookAtState(folder: string): Promise<readonly Complaint[]> {
  if (!isFolder(folder)) return await mayUse(dirname(folder), W_OK | X_OK)
  const [secret, workers] = [join(folder, 'secret'), join(folder, 'workers')]
  return [
    ...(await mayUse(folder, R_OK | W_OK | X_OK)),
    ...(isFile(secret) ? await mayUse(secret, R_OK) : []),
    ...(isFolder(workers) ? await mayUse(workers, R_OK | W_OK | X_OK) : []),
  ]
}

export async function lookAtFolder({ directory, layout }: TenantSettings): Promise<readonly Complaint[]> {
  if (layout === 'shared') return await mayUse(directory, R_OK | W_OK | X_OK)
  const answers = join(directory, 'GDPR_Result')
  return [
    ...(await mayUse(join(directory, 'GDPR_Submit'), R_OK | X_OK)),
    // The folder for the answers is made where it is missing.
    ...(isFolder(answers) ? await mayUse(answers, W_OK | X_OK) : await mayUse(directory, W_OK | X_OK)),
  ]
}

async function mayUse(path: string, rights: number): Promise<readonly Complaint[]> {
  const complain = (message: string, remedy: string | null): readonly Complaint[] => [
    { severity: 'error', place: path, message, remedy },
  ]
  const what = isFile(path) ? 'file' : 'folder'
  try {
    await stat(path)
  } catch (error) {
    if (!isMissing(error))
      return complain(`the ${what} cannot be reached by the user Lethe runs as: grant the right`, null)
    return complain('the folder is missing: create it for the user Lethe runs as', `mkdir -p ${quoted(path)}`)
  }
  try {
    await access(path, rights)
    return []
  } catch {
    const wanted = (rights & W_OK) === 0 ? 'read' : 'written to'
    return complain(`the ${what} cannot be ${wanted} by the user Lethe runs as: grant the right`, null)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
