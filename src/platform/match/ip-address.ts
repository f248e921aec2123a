/** IP addresses: the canonical text of an address and its usual spellings. */

import { isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 in four decimal octets without leading zeros (elsewhere `010` is octal, so it names two addresses); IPv6
 * compressed as RFC 5952 has it. An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is that IPv4 address: servers that
 * listen on both write it so. Null for all else, zones like `%eth0` included.
 */
export function canonicalIpAddress(text: string): string | null {
  const address = text.trim()
  if (isIPv4(address)) return address
  if (!isIPv6(address) || address.includes('%')) return null
  const compressed = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  return mappedIpv4(compressed) ?? compressed
}

/** The spellings in which systems write a canonical address, in both cases of its letters. */
export function ipAddressSpellings(canonical: string): readonly string[] {
  const spellings = isIPv4(canonical) ? spellIpv4(canonical) : spellIpv6(canonical)
  return [...new Set([canonical, ...spellings, ...spellings.map((spelling) => spelling.toUpperCase())])]
}

function spellIpv4(canonical: string): readonly string[] {
  const octets = canonical.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = octets
  const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
  return [`::ffff:${canonical}`, `::ffff:${high}:${low}`, `0:0:0:0:0:ffff:${canonical}`]
}

function spellIpv6(canonical: string): readonly string[] {
  const groups = expand(canonical)
  const padded = groups.map((group) => group.padStart(4, '0'))
  const compressedPadded = canonical.replace(/[0-9a-f]+/g, (group) => group.padStart(4, '0'))
  return [canonical, groups.join(':'), padded.join(':'), compressedPadded]
}

/** The eight groups of a canonical IPv6 address. */
function expand(canonical: string): readonly string[] {
  const [left = '', right = ''] = canonical.split('::')
  const [before, after] = [left, right].map((side) => side.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0')
  return [...(before ?? []), ...zeros, ...(after ?? [])]
}

function mappedIpv4(compressed: string): string | null {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed)
  if (match === null) return null
  return match
    .slice(1)
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.')
}
