/** Logs that would be read as text and are none: nobody would be found in them, and nobody would notice. */

import { detectEncoding, type EncodingSetting } from './encoding.ts'

/** Bytes at the beginning of a log that tell. */
export const headSize = 512

/** First bytes of packed files, in hexadecimal: gzip, zip, xz, bzip2, Zstandard, LZ4, compress, 7z, rar. */
const packed = [
  '1f8b',
  '504b0304',
  'fd377a585a00',
  '425a68',
  '28b52ffd',
  '04224d18',
  '1f9d',
  '377abcaf271c',
  '526172211a07',
]

/** Why a text that begins like this cannot be one in the encoding of the settings; null when it can. */
export function whyNoText(head: Uint8Array, encoding: EncodingSetting): string | null {
  const start = Buffer.from(head).toString('hex')
  if (packed.some((magic) => start.startsWith(magic)))
    return 'a log is packed and its name does not say so (only .gz and .zip are read, once); unpack it, rename it, or leave it out of `paths`'
  if (isUtf32(head)) return 'a log is UTF-32, which is not read; convert it'
  if (encoding === 'auto' && detectEncoding(head, 'auto') === 'utf-8' && looksWide(head))
    return 'a log looks like UTF-16 without a byte order mark; set `encoding`'
  return null
}

/** Its mark may be that of UTF-16 and a NUL, so the upper half of every character must be zero too. */
function isUtf32(head: Uint8Array): boolean {
  const marks = [
    { bytes: [0xff, 0xfe, 0, 0], upper: 1 },
    { bytes: [0, 0, 0xfe, 0xff], upper: 0 },
  ]
  return marks.some(
    ({ bytes, upper }) =>
      head.length >= 8 &&
      bytes.every((byte, n) => head[n] === byte) &&
      head.every((byte, n) => byte === 0 || (n % 4) >> 1 !== upper),
  )
}

const fewestCharacters = 4
const [often, seldom] = [0.2, 0.05]

/** Many characters have NUL as one of their two bytes, and always the same one: Latin letters in UTF-16. */
function looksWide(head: Uint8Array): boolean {
  const characters = head.length >> 1
  if (characters < fewestCharacters) return false
  const nuls = [0, 1].map((parity) => head.filter((byte, n) => byte === 0 && n % 2 === parity).length / characters)
  const [first = 0, second = 0] = nuls
  return (first >= often && second <= seldom) || (second >= often && first <= seldom)
}
