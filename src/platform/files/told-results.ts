/** What a job elsewhere tells of requests that were dropped for it, in files whose layout no source has. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { nameOf } from './byte-names.ts'
import { globMatcher } from './globs.ts'
import { inspectFile, readEndOnce } from './request-file.ts'

export interface ResultRules {
  readonly folder: string
  /** Glob of their names. */
  readonly names: string
  /** Expressions, upper and lower case the same. What says both has failed, and what says neither is unknown. */
  readonly success: string
  readonly failure: string
}

export interface ToldResult {
  readonly verdict: 'success' | 'failure' | 'unknown'
  /** When the file that tells it was changed last. */
  readonly at: Date
  /** Another one for every later change of that file. */
  readonly mark: string
}

/** Of a longer one only the end is read: results are added there. */
const mostBytes = 16 * 1024 * 1024

/**
 * By request, what was told of it last: in a file that bears its name, or from a line with its name to the next one that
 * names another. Those of whom nothing is told are missing.
 */
export async function toldResults(
  rules: ResultRules,
  requests: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ToldResult>> {
  const told = new Map<string, ToldResult>()
  if (requests.length === 0) {
    await readdir(rules.folder)
    return told
  }
  for (const { path, name, at, mark } of await resultFiles(rules)) {
    signal.throwIfAborted()
    const reading = await readEndOnce(path, mostBytes)
    // Somebody writes it: it is read whole at the next look.
    if (reading.kind !== 'read') continue
    for (const [request, text] of partsOf(decoded(reading.bytes), name, requests)) {
      told.set(request, { verdict: verdictOn(text, rules), at, mark })
    }
  }
  return told
}

interface ResultFile {
  readonly path: string
  readonly name: string
  readonly at: Date
  readonly mark: string
}

/** Oldest first: what was told later replaces what was told before. */
async function resultFiles({ folder, names }: ResultRules): Promise<readonly ResultFile[]> {
  const isResult = globMatcher(names, { ignoreCase: true })
  const found: (ResultFile & { readonly changedNs: bigint })[] = []
  for (const bytes of await readdir(folder, { encoding: 'buffer' })) {
    const name = nameOf(bytes)
    if (!isResult(name)) continue
    // A name that is no UTF-8 is found under no path: what it tells is not known, which is no success.
    const state = await inspectFile(join(folder, name), Number.MAX_SAFE_INTEGER)
    if (state.kind !== 'file') continue
    const at = new Date(Number(state.modifiedNs / 1_000_000n))
    const mark = `${state.modifiedNs}-${state.size}`
    found.push({ path: join(folder, name), name, at, mark, changedNs: state.modifiedNs })
  }
  return found.sort((a, b) => Number(a.changedNs - b.changedNs))
}

/** Java writes what the machine has as its code page: names of requests and what is looked for are the same in all of them. */
function decoded(bytes: Uint8Array): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  return Buffer.from(bytes).toString(isWide ? 'utf16le' : 'latin1')
}

function* partsOf(text: string, name: string, requests: readonly string[]): Iterable<readonly [string, string]> {
  const isIn = namesIn(requests)
  const named = isIn(name)
  if (named.length > 0) {
    for (const request of named) yield [request, text]
    return
  }
  let [current, lines]: [readonly string[], string[]] = [[], []]
  for (const line of text.split(/\r\n|\n|\r/)) {
    const here = isIn(line)
    if (here.length > 0 || namesAnother.test(line)) {
      for (const request of current) yield [request, lines.join('\n')]
      ;[current, lines] = [here, []]
    }
    lines.push(line)
  }
  for (const request of current) yield [request, lines.join('\n')]
}

/** As a whole: one name may begin like another. */
function namesIn(requests: readonly string[]): (text: string) => readonly string[] {
  const known = requests.map((request) => {
    const name = request.replaceAll(/[^\w-]/g, '\\$&')
    return [request, new RegExp(`(?<![0-9a-z])${name}(?![0-9a-z])`, 'i')] as const
  })
  return (text) => known.flatMap(([request, name]) => (name.test(text) ? [request] : []))
}

/** Of somebody else's requests nothing is known but how their names begin. */
const namesAnother = /\b(?:forget|export)-\d{8}/i

function verdictOn(text: string, { success, failure }: ResultRules): ToldResult['verdict'] {
  if (new RegExp(failure, 'i').test(text)) return 'failure'
  return new RegExp(success, 'i').test(text) ? 'success' : 'unknown'
}
