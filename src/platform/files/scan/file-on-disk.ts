/** What tells whether a file is still the one that was searched. */

import { fstatSync } from 'node:fs'

export interface FileOnDisk {
  readonly file: string
  readonly size: number
}

export function identityOf(file: number): FileOnDisk {
  const { dev, ino, size } = fstatSync(file, { bigint: true })
  return { file: `${dev}:${ino}`, size: Number(size) }
}
