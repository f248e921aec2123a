/** The IP address that a text is as a whole: bare, with brackets, a port, or the length of a network of one. */

import { canonicalIpAddress } from '../ip-address.ts'
import { undecorated } from './decoration.ts'
import { plain } from './plain.ts'

/** Canonical; null when the text is no address. */
export function hostIn(text: string): string | null {
  const shown = plain(text, 'text').text.trim()
  return canonicalIpAddress(shown) ?? hostWithin(undecorated(shown))
}

function hostWithin(text: string): string | null {
  const [, bracketed, four, alone] =
    /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text) ??
    /^()(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text) ??
    /^()()(.*?)(?:\/(?:32|128))?$/.exec(text) ??
    []
  const address = bracketed || four || alone || ''
  const host = canonicalIpAddress(address)
  // A network of 2^96 addresses is nobody's.
  return host !== null && !host.includes(':') && text.endsWith('/128') ? null : host
}
