/** The e-mail address that a text is as a whole, in whatever it is wrapped. */

import { canonicalEmail } from '../email.ts'
import { bracketed, undecorated } from './decoration.ts'
import { withoutEscapes } from './escapes.ts'
import { addressOfLink } from './links.ts'
import { plain } from './plain.ts'

/** Canonical; null when the text is no address, or holds more than one. */
export function addressIn(text: string): string | null {
  const shown = plain(text, 'text').text
  // Where an address is written out, `%` and `=` are signs of its own.
  const decoded = shown.includes('@') ? shown : withoutEscapes(shown)
  if (!decoded.includes('@')) return null
  const inner = undecorated(bracketed(decoded) ?? decoded)
  const linked = addressOfLink(inner)
  return canonicalEmail(linked) ?? (linked === inner ? null : canonicalEmail(withoutEscapes(linked)))
}
