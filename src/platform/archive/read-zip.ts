/** Reads an archive back: its entries in order, and the text of one of them. */

import { text } from 'node:stream/consumers'

import { openPromise } from 'yauzl'

export interface ZipContent {
  readonly path: string
  readonly bytes: number
}

export async function listZip(file: string): Promise<readonly ZipContent[]> {
  const zip = await openPromise(file)
  try {
    const entries: ZipContent[] = []
    for await (const entry of zip.eachEntry()) entries.push({ path: entry.fileName, bytes: entry.uncompressedSize })
    return entries
  } finally {
    zip.close()
  }
}

/** Null when the archive has no such entry. */
export async function readZipText(file: string, path: string): Promise<string | null> {
  const zip = await openPromise(file)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === path) return await text(await zip.openReadStreamPromise(entry))
    }
    return null
  } finally {
    zip.close()
  }
}
