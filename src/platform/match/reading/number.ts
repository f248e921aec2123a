/** The number that a text is as a whole, in whatever it is wrapped. */

import { extension, stripSeparators } from '../signs.ts'
import { bracketed, undecorated } from './decoration.ts'
import { withoutEscapes } from './escapes.ts'
import { numberOfLink } from './links.ts'
import { plain } from './plain.ts'

export interface NumberRead {
  /** Digits, with the `+` that stood before them. */
  readonly bare: string
  /** An extension stood behind it. */
  readonly extended: boolean
}

/** With what is dialled first, and the pause behind it. */
const plainNumber = /^(?:\d{1,4},)?\+?\d+$/
/** `Mobile: 212…`: a word with a colon or a dot, and a blank behind it. */
const label = /^\p{L}{1,20}[.:]{1,2}\s+(?=[+(\d])/u

const pauses = /,+/

/** Null when the text is no number, or holds anything else. */
export function numberIn(text: string): NumberRead | null {
  // Most are; a search looks at millions of them.
  if (plainNumber.test(text)) return { bare: text, extended: false }
  const shown = withoutEscapes(plain(text, 'number').text)
  const inner = undecorated(bracketed(shown) ?? shown)
  const linked = numberOfLink(inner) ?? inner
  const withExtension = linked.trim()
  const number = withExtension.replace(extension, '')
  const bare = stripSeparators(withoutFraction(number.replace(label, '')) ?? number.replace(label, '')).replace(
    pauses,
    ',',
  )
  return plainNumber.test(bare) ? { bare, extended: number !== withExtension } : null
}

const fraction = /^([^.,]*\d)[.,](0+)$/
/** Fewer digits are no number before a fraction either. */
const leastDigits = 7

/**
 * The number before a fraction of zeros, which a spreadsheet or a column of fractions has added: `030123456.0`; the
 * number of `2.125550142E9` where every digit is there. Null when there is none: `555.0000` and `01.55.00.00.00` are
 * groups of digits.
 */
export function withoutFraction(text: string): string | null {
  const [, before = '', zeros = ''] = fraction.exec(text) ?? []
  if (before === '') return withoutExponent(text)
  const digits = before.replace(/\D/g, '').length
  const lastGroup = /\d*$/.exec(before)?.[0].length ?? 0
  const isGroup = digits < leastDigits || (lastGroup < leastDigits && (zeros.length === 3 || zeros.length === 4))
  return isGroup ? null : before
}

const exponent = /^([+]?\d)[.,](\d+)[eE][+]?0*(\d{1,2})$/

/** Digits that are not there are not made up: `2.1E9` may be any number that begins with 21. */
function withoutExponent(text: string): string | null {
  const [, first = '', rest = '', power = ''] = exponent.exec(text) ?? []
  return rest !== '' && rest.length === Number(power) ? first + rest : null
}
