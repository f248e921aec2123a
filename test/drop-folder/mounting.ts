/** Disks of a test's own: a few hundred KiB of memory, mounted where a folder was. Needs root, as mounting does. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder shows the disk while the work goes on, and what stood in it before afterwards. */
export async function withSmallDisk(folder: string, work: () => Promise<void>): Promise<void> {
  await mountDisk(folder)
  try {
    await work()
  } finally {
    await unmountDisk(folder)
  }
}

export async function mountDisk(folder: string): Promise<void> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=0777', 'lethe-test', folder])
  } catch (cause) {
    throw new Error(
      'A disk of the test could not be mounted. Run these tests as root, in a container that may mount.',
      { cause },
    )
  }
}

/** Lazily: the daemon may look into it right now. */
export async function unmountDisk(folder: string): Promise<void> {
  await run('umount', ['--lazy', folder])
}
