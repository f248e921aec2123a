/** Logs that would be read as text and are none: nobody would be found in them, and nobody would notice. */

import { open } from 'node:fs/promises'

import type { EncodingSetting } from './encoding.ts'

const headSize = 32

/** First bytes of packed files, in hexadecimal: gzip, zip, xz, bzip2, Zstandard, LZ4, compress. */
const packed = ['1f8b', '504b0304', 'fd377a585a00', '425a68', '28b52ffd', '04224d18', '1f9d']

/** Why the beginning of a plain log cannot be text in the encoding of the settings; null when it can. */
export async function whyNoText(path: string, encoding: EncodingSetting): Promise<string | null> {
  const head = await headOf(path)
  const start = Buffer.from(head).toString('hex')
  if (packed.some((magic) => start.startsWith(magic)))
    return 'a log is packed and its name does not say so (only .gz and .zip are read); unpack it, rename it, or leave it out of `paths`'
  if (encoding === 'auto' && looksWide(head)) return 'a log looks like UTF-16 without a byte order mark; set `encoding`'
  return null
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const head = new Uint8Array(headSize)
    const { bytesRead } = await file.read(head, 0, headSize, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Every other byte is NUL and none of the others: Latin letters in UTF-16. */
function looksWide(head: Uint8Array): boolean {
  if (head.length < headSize) return false
  const isNul = [...head].map((byte) => byte === 0)
  return isNul.every((nul, n) => nul === (n % 2 === 0)) || isNul.every((nul, n) => nul === (n % 2 === 1))
}
