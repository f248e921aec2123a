/** Lists what a tenant's input folder holds for us, by looking at names and lstat alone: nothing is opened. */

import { lstat, readdir } from 'node:fs/promises'
import { basename } from 'node:path'

import type { RequestProblem } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import type { Folder } from '../../platform/files/folder.ts'
import { inspectFile, type FileTimes } from '../../platform/files/request-file.ts'

import { isAnswerable, isRequestLike, nameProblem, parseFileName, type FileNameReading } from './file-name.ts'
import { inputFolderFailed } from '../failures.ts'
import { nearMissOf } from './near-miss.ts'
import { mayPass, refusalOf, type Refused } from './refusal.ts'

/** Looks that are under way at once: a share answers each after a while. */
const atOnce = 32

/** More of them help nobody. */
const mostNearMisses = 1000

/** A file that may be read. Its name may still be a wrong one: that is answered with whatever else is wrong. */
export interface Candidate {
  /** Good as long as the folder is open. */
  readonly path: string
  readonly fileName: string
  readonly name: FileNameReading
  /** As it stood when it was listed; null when it could not be read then. */
  readonly seen: (FileTimes & { readonly size: number }) | null
}

/** An entry that is not opened, and why. */
export interface RefusedEntry {
  readonly path: string
  readonly fileName: string
  readonly problem: RequestProblem
  /** False when no answer can be named after the entry: control characters, or too long. */
  readonly answerable: boolean
  /**
   * Stands where the SHA-256 of the content would: 64 hexadecimal digits, the same as long as the entry is. The
   * content is not read for it.
   */
  readonly fingerprint: string
}

export interface Listing {
  /** By file name. */
  readonly candidates: readonly Candidate[]
  /** Names that are listed and were not looked at. */
  readonly known: readonly string[]
  readonly refused: readonly RefusedEntry[]
  /** Files that are no requests by their names, and that a sender may have meant as such. Not opened. */
  readonly nearMisses: readonly RefusedEntry[]
}

/**
 * Throws StepFailed when the folder cannot be listed. Of names for which `isKnown` holds nothing is learned but that
 * they are there: a folder of years costs no more than its names.
 */
export async function listRequests(
  folder: Folder,
  maxBytes: number,
  isKnown: (fileName: string) => boolean = () => false,
): Promise<Listing> {
  const entries = await readFolder(folder)
  const listed = entries.filter(({ text }) => isRequestLike(text))
  const known = listed.filter(({ text, exact }) => exact && isKnown(text)).map(({ text }) => text)
  const names = listed.filter(({ text, exact }) => !(exact && isKnown(text)))
  const candidates: Candidate[] = []
  const refused: RefusedEntry[] = []
  for (let start = 0; start < names.length; start += atOnce) {
    const some = names.slice(start, start + atOnce)
    for (const entry of await Promise.all(some.map((name) => inspectName(folder, name, maxBytes)))) {
      if (entry === null) continue
      if ('problem' in entry) refused.push(entry)
      else candidates.push(entry)
    }
  }
  return { candidates, known, refused, nearMisses: await nearMissesIn(folder, entries) }
}

/** Always the same ones as long as they have these names, whatever is in them. */
async function nearMissesIn(folder: Folder, entries: readonly EntryName[]): Promise<readonly RefusedEntry[]> {
  const found: RefusedEntry[] = []
  for (const { text, exact } of entries) {
    const rule = nearMissOf(text)
    if (rule === null) continue
    const path = folder.to(text)
    // A name that is not UTF-8 cannot be looked at by its text; it is told all the same.
    if (exact && !(await isFile(path))) continue
    found.push(refusedEntry(path, nameProblem(rule), {}))
    if (found.length >= mostNearMisses) break
  }
  return found
}

async function isFile(path: string): Promise<boolean> {
  const status = await lstat(path).catch(() => null)
  return status?.isFile() === true
}

async function inspectName(
  folder: Folder,
  name: EntryName,
  maxBytes: number,
): Promise<Candidate | RefusedEntry | null> {
  const path = folder.to(name.text)
  if (name.exact) return inspectEntry(path, maxBytes)
  // By the text it cannot be opened or looked at: only its bytes tell it from others.
  const reading = parseFileName(name.text)
  if (reading.ok) return null
  const entry = refusedEntry(path, reading.problem, {})
  return { ...entry, fingerprint: sha256(`${entry.fingerprint}\n${name.bytes.toString('hex')}`) }
}

/** One entry, listed or named on the command line; null when it is gone. */
export async function inspectEntry(path: string, maxBytes: number): Promise<Candidate | RefusedEntry | null> {
  const fileName = basename(path)
  const name = parseFileName(fileName)
  const state = await inspectFile(path, maxBytes)
  if (state.kind === 'gone') return null
  if (!name.ok && !isAnswerable(fileName)) return refusedEntry(path, name.problem, state)
  if (state.kind === 'file') {
    // Not all of its status: thousands of candidates are kept until their turn comes.
    const { size, modifiedNs, changedNs } = state
    return { path, fileName, name, seen: { size, modifiedNs, changedNs } }
  }
  if (mayPass(state.why)) return { path, fileName, name, seen: null }
  return refusedEntry(path, refusalOf(state.why), state)
}

export function refusedEntry(path: string, problem: RequestProblem, state: Partial<Refused>): RefusedEntry {
  const fileName = basename(path)
  const { why = '', status = null } = state
  // A folder's time says nothing about it, a file's does.
  const marks = status?.isFile() === true ? [why, status.size, status.mtimeNs] : [why]
  const fingerprint = sha256(['refused', problem.rule, ...marks].join('\n'))
  return { path, fileName, problem, answerable: isAnswerable(fileName), fingerprint }
}

interface EntryName {
  readonly bytes: Buffer
  readonly text: string
  /** Whether the text is UTF-8 of these very bytes. */
  readonly exact: boolean
}

function entryName(bytes: Buffer): EntryName {
  const text = bytes.toString()
  return { bytes, text, exact: bytes.equals(Buffer.from(text)) }
}

async function readFolder(folder: Folder): Promise<readonly EntryName[]> {
  try {
    const names = (await readdir(folder.to(), { encoding: 'buffer' })).map(entryName)
    return names.sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  } catch (error) {
    throw inputFolderFailed('cannot be listed', error)
  }
}
