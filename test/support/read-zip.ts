/** Reads a zip back with a library that did not write it. */

import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'

import { openPromise } from 'yauzl'

/** Content by path, in the order of the archive's directory; fails when a name is unsafe or a checksum is wrong. */
export async function readZip(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await openPromise(path, { strictFileNames: true, lazyEntries: true })
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry))
    if (crc32(content) !== entry.crc32) throw new Error(`${entry.fileName} has another checksum`)
    if (files.has(entry.fileName)) throw new Error(`${entry.fileName} is there twice`)
    files.set(entry.fileName, content)
  }
  return files
}
