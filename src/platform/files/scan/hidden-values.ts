/** Values that a log filter has hidden in part (`hide-first`, `unhide-last`): nobody can tell whose they are. */

import { asciiOf, at, isAlphanumeric } from '../../match/bytes/characters/bytes.ts'

/** Longer texts without a blank are no value. */
const longest = 128

/** `****0101`, `781*****23`, `***-***-0123` */
const number = /^[+(]?[\d*()./-]*$/
/** `a**@example.com`, `**a@example.com`: something of the name before the `@` is there. */
const address = /^(?=[^@]*[a-z0-9])[\w.+*-]*\*\*[\w.+*-]*@[\w*-]+\.[\w.*-]+$/i

const stars = Buffer.from('**')

/** How many stand in this stretch of a text. */
export function countHidden(view: Uint8Array, from: number, to: number): number {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  let count = 0
  for (let place = bytes.indexOf(stars, from); place >= 0 && place < to;) {
    const [start, end] = [startOf(view, place), endOf(view, place)]
    const text = asciiOf(view, start, end)
    // Stars before these belong to the same value, and were counted with it.
    if (!asciiOf(view, start, place).includes('**') && isHidden(text)) count += 1
    place = bytes.indexOf(stars, end)
  }
  return count
}

function isHidden(text: string): boolean {
  if (text.includes('@')) return address.test(text)
  const digits = text.replace(/\D/g, '').length
  return number.test(text) && digits >= 2 && digits + text.split('*').length - 1 >= 7
}

function startOf(view: Uint8Array, place: number): number {
  let start = place
  while (start > place - longest && isPart(at(view, start - 1))) start -= 1
  return start
}

function endOf(view: Uint8Array, place: number): number {
  let end = place + 2
  while (end < place + longest && isPart(at(view, end))) end += 1
  return end
}

function isPart(byte: number): boolean {
  return isAlphanumeric(byte) || (byte !== 0 && '*.+-_@()/'.includes(String.fromCharCode(byte)))
}
