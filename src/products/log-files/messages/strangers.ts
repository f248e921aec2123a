/** What an export shows of a message: other people's numbers and addresses in it are masked. */

import { anyEmailAt } from '../matching/match-email.ts'
import { at, isDigit } from '../matching/bytes.ts'
import { groupBefore, neighbourBefore, type Group } from '../matching/digit-groups.ts'
import { describe, isWhole } from '../matching/match-phone.ts'

export interface Place {
  readonly start: number
  readonly end: number
}

/** Fewer digits are no phone number; more are none either. */
const [leastDigits, mostDigits] = [7, 15]

/**
 * The stretch as text in which everything that looks like somebody's phone number, e-mail or IP address is masked,
 * except at the places in `own`. Rather too much than somebody else's data.
 */
export function withoutStrangers(
  view: Uint8Array,
  message: Place,
  own: readonly Place[],
  others: readonly Place[],
): string {
  const copy = Buffer.from(view.slice(message.start, message.end))
  const masks = [...others, ...strangers(view, message)]
  for (const { start, end } of masks) {
    if (own.some((place) => place.start < end && start < place.end)) continue
    copy.fill('*', Math.max(0, start - message.start), Math.min(copy.length, end - message.start))
  }
  return copy.toString('utf8')
}

function strangers(view: Uint8Array, message: Place): readonly Place[] {
  const found: Place[] = []
  for (let place = message.start; place < message.end; place += 1) {
    const byte = at(view, place)
    if (byte === 0x40 || (byte === 0x25 && at(view, place + 1) === 0x34 && at(view, place + 2) === 0x30)) {
      const address = anyEmailAt(view, place)
      if (address !== null) found.push(address)
    }
    if (isDigit(byte) && !isDigit(at(view, place + 1))) found.push(...numberAt(view, place + 1))
  }
  return [...found, ...addresses(view, message)]
}

/** The longest number that ends here. */
function numberAt(view: Uint8Array, end: number): readonly Place[] {
  const groups: Group[] = []
  let longest: Place | null = null
  for (let group = groupBefore(view, end); group !== null; group = neighbourBefore(view, group.start)?.group ?? null) {
    groups.unshift(group)
    const number = describe(view, groups)
    if (number.digits > mostDigits) break
    if (number.digits >= leastDigits && isWhole(view, number)) longest = number
  }
  return longest === null ? [] : [longest]
}

function addresses(view: Uint8Array, message: Place): readonly Place[] {
  const text = Buffer.from(view.slice(message.start, message.end)).toString('latin1')
  const pattern =
    /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)|(?<![\w:])(?=[0-9a-f:]*::|(?:[0-9a-f]+:){7})[0-9a-f:]{3,39}(?![\w:])/gi
  return [...text.matchAll(pattern)].map((found) => ({
    start: message.start + found.index,
    end: message.start + found.index + found[0].length,
  }))
}
