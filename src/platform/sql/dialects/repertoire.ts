/** Which characters a PostgreSQL server's encoding can hold. */

/** True for a character that it holds. */
export type Repertoire = (character: string) => boolean

/** UTF8, and SQL_ASCII, which keeps whatever bytes it is given. */
export const unlimited: Repertoire = () => true

/** The text without what the encoding lacks. */
export function kept(text: string, holds: Repertoire): string {
  return holds === unlimited ? text : Array.from(text).filter(holds).join('')
}

/** By the server's name of the encoding. One that is not known here counts as unlimited: the server then refuses aloud. */
export function keptIn(encoding: string): Repertoire {
  const [label, firstByte] = singleByte[encoding] ?? []
  if (encoding === 'LATIN1') return (character) => character <= '\u00ff' && character.length === 1
  if (label !== undefined && firstByte !== undefined) return holdsAll(upperHalf(label, firstByte), firstByte)
  const double = doubleByte[encoding]
  return double === undefined ? unlimited : holdsAll(pairs(double), 0x80)
}

/** Label of the decoder, and the first byte that is no character of its own number. */
const singleByte: Readonly<Record<string, readonly [label: string, firstByte: number]>> = {
  LATIN2: ['iso-8859-2', 0xa0],
  LATIN3: ['iso-8859-3', 0xa0],
  LATIN4: ['iso-8859-4', 0xa0],
  LATIN5: ['windows-1254', 0xa0],
  LATIN6: ['iso-8859-10', 0xa0],
  LATIN7: ['iso-8859-13', 0xa0],
  LATIN8: ['iso-8859-14', 0xa0],
  LATIN9: ['iso-8859-15', 0xa0],
  LATIN10: ['iso-8859-16', 0xa0],
  ISO_8859_5: ['iso-8859-5', 0xa0],
  ISO_8859_6: ['iso-8859-6', 0xa0],
  ISO_8859_7: ['iso-8859-7', 0xa0],
  ISO_8859_8: ['iso-8859-8', 0xa0],
  WIN866: ['ibm866', 0x80],
  WIN874: ['windows-874', 0x80],
  WIN1250: ['windows-1250', 0x80],
  WIN1251: ['windows-1251', 0x80],
  WIN1252: ['windows-1252', 0x80],
  WIN1253: ['windows-1253', 0x80],
  WIN1254: ['windows-1254', 0x80],
  WIN1255: ['windows-1255', 0x80],
  WIN1256: ['windows-1256', 0x80],
  WIN1257: ['windows-1257', 0x80],
  WIN1258: ['windows-1258', 0x80],
  KOI8R: ['koi8-r', 0x80],
  KOI8U: ['koi8-u', 0x80],
}

const doubleByte: Readonly<Record<string, string>> = {
  EUC_JP: 'euc-jp',
  EUC_JIS_2004: 'euc-jp',
  EUC_KR: 'euc-kr',
  EUC_CN: 'gb2312',
}

function holdsAll(others: ReadonlySet<string>, firstByte: number): Repertoire {
  return (character) => (character.length === 1 && character.charCodeAt(0) < firstByte) || others.has(character)
}

function upperHalf(label: string, firstByte: number): ReadonlySet<string> {
  const bytes = Uint8Array.from({ length: 0x100 - firstByte }, (_, i) => firstByte + i)
  return new Set(new TextDecoder(label).decode(bytes))
}

/** All that two bytes stand for, and the three of Japanese that begin with 0x8f. */
function pairs(label: string): ReadonlySet<string> {
  const decoder = new TextDecoder(label)
  const bytes = Array.from({ length: 0x5e }, (_, i) => 0xa1 + i)
  const rows = bytes.flatMap((first) => bytes.flatMap((second) => [first, second]))
  const kana = bytes.flatMap((second) => [0x8e, second])
  const further = bytes.flatMap((first) => bytes.flatMap((second) => [0x8f, first, second]))
  const texts = [rows, kana, ...(label === 'euc-jp' ? [further] : [])]
  return new Set(texts.flatMap((list) => Array.from(decoder.decode(Uint8Array.from(list)))))
}
