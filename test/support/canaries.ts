/** Looks for planted texts in bytes, in every form in which a program might have let one slip out. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Texts that stand nowhere but where the test put them. */
export type Canaries = readonly string[]

export interface Search {
  /** What was found, as `place: canary (form)`. */
  readonly leaks: readonly string[]
  readonly bytes: number
}

interface Form {
  readonly canary: string
  readonly name: string
  readonly sought: string
}

/** `places`: what was written or printed, by a name for it. */
export function searchFor(canaries: Canaries, places: ReadonlyMap<string, Buffer>): Search {
  const forms = canaries.flatMap(formsOf)
  const leaks: string[] = []
  let bytes = 0
  for (const [place, content] of places) {
    bytes += content.length
    const haystacks = haystacksOf(content)
    for (const { canary, name, sought } of forms) {
      if (haystacks.some((haystack) => haystack.includes(sought))) leaks.push(`${place}: ${canary} (${name})`)
    }
  }
  return { leaks, bytes }
}

/** As it is, in lower case, and with what people put between digits left out. */
function haystacksOf(content: Buffer): readonly string[] {
  const text = content.toString('latin1')
  return [text, text.toLowerCase(), text.toLowerCase().replaceAll(/[\s().+\-/]/g, '')]
}

function formsOf(canary: string): readonly Form[] {
  const lower = canary.toLowerCase()
  const bare = lower.replaceAll(/[\s().+\-/]/g, '')
  const digits = canary.replaceAll(/\D/g, '')
  const texts = [...new Set([canary, lower, bare, ...(isPhone(canary) ? [digits, digits.slice(-10)] : [])])]
  const written = texts.flatMap((text): readonly Form[] => [
    { canary, name: 'plain', sought: latin(text) },
    { canary, name: 'utf-16', sought: Buffer.from(text, 'utf16le').toString('latin1') },
    { canary, name: 'percent', sought: encodeURIComponent(text).toLowerCase() },
    { canary, name: 'hex', sought: Buffer.from(text).toString('hex') },
    ...[0, 1, 2].map((shift) => ({ canary, name: 'base64', sought: base64(text, shift) })),
    ...['md5', 'sha1', 'sha256'].flatMap((hash) => digestsOf(canary, text, hash)),
  ])
  return written.filter(({ sought }) => sought.length >= 7)
}

function isPhone(canary: string): boolean {
  return /^[\d\s()+.-]+$/.test(canary)
}

function latin(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** The part of the encoded text that its neighbours do not change, for each place it may have among them. */
function base64(text: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64')
  return encoded.slice(shift === 0 ? 0 : shift + 1).replace(/.{0,1}=+$/, '')
}

/** A hash of a value could be found again by whoever guesses the value. */
function digestsOf(canary: string, text: string, hash: string): readonly Form[] {
  const digest = createHash(hash).update(text).digest()
  return [
    { canary, name: hash, sought: digest.toString('hex') },
    { canary, name: hash, sought: digest.toString('base64').slice(0, 20) },
  ]
}

/** Every file below the folder, by its path there; links and pipes are not followed. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && statSync(path).isFile()) files.set(relative(folder, path), readFileSync(path))
  }
  return files
}
