/** Remembers files as they stand, so that a test can say that nobody touched them. */

import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Content, size, identity and every time that a write, a rename or a change of rights would move. */
export async function portraitOf(path: string): Promise<string> {
  const status = await stat(path, { bigint: true })
  const content = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return [status.ino, status.mode, status.nlink, status.size, status.mtimeNs, status.ctimeNs, content].join(' ')
}

/** By file name. */
export async function portraitsOf(folder: string, names?: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = names ?? (await readdir(folder)).sort()
  return new Map(await Promise.all(wanted.map(async (name) => [name, await portraitOf(join(folder, name))] as const)))
}
