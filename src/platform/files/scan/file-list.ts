/** Which files the settings mean: glob patterns over real folders, without following links. */

import { access, constants, lstat, readdir } from 'node:fs/promises'
import { isAbsolute, join, normalize, relative, sep } from 'node:path'

import { nameOf, onDisk } from '../byte-names.ts'
import { depthOf, fixedFolder, globMatcher } from '../globs.ts'
import { folderMissing, folderUnreadable, noLogs } from './failures.ts'

export interface LogFile {
  /** Path from the settings' root, with `/`: TABLE_NAME. */
  readonly name: string
  /** As `onDisk` takes it. */
  readonly path: string
  readonly kind: 'plain' | 'gzip' | 'zip'
  /** Device and inode, by which it is known when it is renamed. */
  readonly identity: string
  /** From 1, in the order of the names. */
  readonly number: number
}

export interface FilePatterns {
  readonly root: string
  readonly patterns: readonly Pattern[]
  /** Whether a path is one of those that the settings leave out. */
  readonly isExcluded: (path: string) => boolean
}

interface Pattern {
  readonly text: string
  /** The deepest folder without a wildcard. */
  readonly folder: string
  /** How many folders below it can hold what is meant. */
  readonly depth: number
  readonly matches: (path: string) => boolean
  /** Whether no log at all is no reason to fail. */
  readonly mayBeEmpty: boolean
}

/** As the settings have them. */
export interface PathSettings {
  /** With `!` before those that are left out. */
  readonly paths: readonly string[]
  readonly root?: string
  readonly mayBeEmpty: boolean | readonly string[]
}

export function readPatterns({ paths, root, mayBeEmpty }: PathSettings): FilePatterns {
  // Folders are listed by their normal paths, so `//`, `/./` and `/../` in a pattern would match nothing.
  const absolute = (path: string): string =>
    isAbsolute(path) || root === undefined ? normalize(path) : join(root, path)
  const mayLack = (path: string): boolean => (typeof mayBeEmpty === 'boolean' ? mayBeEmpty : mayBeEmpty.includes(path))
  const patterns = paths
    .filter((path) => !isExclusion(path))
    .map((path) => ({ ...readPattern(absolute(path)), text: path, mayBeEmpty: mayLack(path) }))
  const excluded = paths.filter(isExclusion).map((path) => matcherOf(absolute(path.slice(1))))
  return {
    root: root === undefined ? commonFolder(patterns.map(({ folder }) => folder)) : normalize(root),
    patterns,
    isExcluded: (path) => excluded.some((matches) => matches(path)),
  }
}

/** `!/var/log/debug*`; not so the group of `!(a|b)`. */
export function isExclusion(path: string): boolean {
  return path.startsWith('!') && !path.startsWith('!(')
}

function readPattern(path: string): Pick<Pattern, 'folder' | 'depth' | 'matches'> {
  return { folder: fixedFolder(path), depth: depthOf(path), matches: matcherOf(path) }
}

function matcherOf(pattern: string): (path: string) => boolean {
  return globMatcher(pattern, { ignoreCase: false })
}

function commonFolder(folders: readonly string[]): string {
  const [first, ...rest] = folders.map((folder) => folder.split(sep))
  if (first === undefined) return sep
  const same = first.findIndex((part, n) => rest.some((other) => other[n] !== part))
  return (same < 0 ? first : first.slice(0, same)).join(sep) || sep
}

export interface LogListing {
  /** In the order of their names. */
  readonly files: readonly LogFile[]
  /** The patterns that match no log, and may. */
  readonly empty: readonly string[]
}

export async function listLogFiles(patterns: FilePatterns): Promise<readonly LogFile[]> {
  return (await listLogs(patterns)).files
}

/**
 * Folders that vanish meanwhile hold nothing; but each pattern must match a log, since a share that is not mounted would
 * look like logs without anybody in them.
 */
export async function listLogs({ root, patterns, isExcluded }: FilePatterns): Promise<LogListing> {
  const found = new Map<string, Omit<LogFile, 'number'>>()
  const empty: string[] = []
  for (const pattern of patterns) {
    let matched = 0
    for await (const path of filesOf(pattern)) {
      const identity = isExcluded(path) ? null : await identityAt(path)
      if (identity === null) continue
      matched += 1
      const name = relative(root, path).split(sep).join('/')
      found.set(path, { path, name, kind: kindOf(path), identity })
    }
    if (matched > 0) continue
    if (!pattern.mayBeEmpty) throw noLogs(pattern.text)
    empty.push(pattern.text)
  }
  const sorted = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { files: sorted.map((file, n) => ({ ...file, number: n + 1 })), empty }
}

async function* filesOf(pattern: Pattern): AsyncIterable<string> {
  const { folder, depth, matches } = pattern
  const missing = await access(onDisk(folder), constants.R_OK).catch((cause: unknown) => {
    if (pattern.mayBeEmpty) return ignoreMissing(cause)
    throw folderMissing(pattern.text, cause)
  })
  if (missing === null) return
  for await (const path of filesBelow(folder, depth)) if (matches(path)) yield path
}

/** Whatever there is, links and temporary copies of our own left aside. */
async function* filesBelow(folder: string, depth: number): AsyncIterable<string> {
  const listing = { withFileTypes: true, encoding: 'buffer' } as const
  const entries = await readdir(onDisk(folder), listing).catch(ignoreMissing)
  for (const entry of entries ?? []) {
    const name = nameOf(entry.name)
    const path = join(folder, name)
    if (!entry.isDirectory()) {
      if (!entry.isSymbolicLink() && !isTemporary(name)) yield path
    } else if (depth > 0) yield* filesBelow(path, depth - 1)
  }
}

/** Device and inode of a file; null when there is none of this name, or something else. */
export async function identityAt(path: string): Promise<string | null> {
  const status = await lstat(onDisk(path), { bigint: true }).catch(ignoreMissing)
  return status?.isFile() === true ? `${status.dev}:${status.ino}` : null
}

function isTemporary(name: string): boolean {
  return /^\.lethe-[a-z0-9]+\.tmp$/.test(name)
}

function kindOf(path: string): LogFile['kind'] {
  if (/\.gz$/i.test(path)) return 'gzip'
  return /\.zip$/i.test(path) ? 'zip' : 'plain'
}

function ignoreMissing(cause: unknown): null {
  if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return null
  throw folderUnreadable(cause)
}
