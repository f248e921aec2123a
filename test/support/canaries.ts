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

/** `places`: what was written or printed, by a name for it. One pass over the bytes, however many canaries there are. */
export function searchFor(canaries: Canaries, places: ReadonlyMap<string, Buffer>): Search {
  const byStart = new Map<string, Form[]>()
  for (const form of canaries.flatMap(formsOf)) {
    const start = form.sought.slice(0, shortest)
    const others = byStart.get(start)
    if (others === undefined) byStart.set(start, [form])
    else others.push(form)
  }
  const leaks = new Set<string>()
  let bytes = 0
  for (const [place, content] of places) {
    bytes += content.length
    for (const haystack of haystacksOf(content)) {
      for (const { canary, name } of formsIn(haystack, byStart)) leaks.add(`${place}: ${canary} (${name})`)
    }
  }
  return { leaks: [...leaks], bytes }
}

/** Of the sought texts, and of the starts by which they are looked up. */
const shortest = 7

function* formsIn(haystack: string, byStart: ReadonlyMap<string, readonly Form[]>): Iterable<Form> {
  for (let at = 0; at + shortest <= haystack.length; at += 1) {
    const candidates = byStart.get(haystack.slice(at, at + shortest)) ?? []
    for (const form of candidates) if (haystack.startsWith(form.sought, at)) yield form
  }
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
  return written.filter(({ sought }) => sought.length >= shortest)
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
export function filesBelow(folder: string, isWanted = (_path: string): boolean => true): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (entry.isFile() && isWanted(name) && statSync(path).isFile()) files.set(name, readFileSync(path))
  }
  return files
}

/** What was written where nobody belongs, and the names of everything. */
export function writtenBelow(folder: string, belongs: RegExp): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = filesBelow(folder, (path) => !belongs.test(path))
  return new Map([...files, ['names of files', Buffer.from(names.join('\n'))]])
}
