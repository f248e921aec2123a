/** Which files the settings mean: glob patterns over real folders, without following links. */

import { access, constants, lstat, readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'

import { StepFailed } from '../../../domain/errors.ts'

export interface LogFile {
  /** Path from the settings' root, with `/`: TABLE_NAME. */
  readonly name: string
  readonly path: string
  readonly kind: 'plain' | 'gzip' | 'zip'
  /** Device and inode, by which it is known when it is renamed. */
  readonly identity: string
}

export interface FilePatterns {
  readonly root: string
  readonly patterns: readonly Pattern[]
}

interface Pattern {
  /** The deepest folder without a wildcard. */
  readonly folder: string
  /** How many folders below it can hold what is meant. */
  readonly depth: number
  readonly matches: RegExp
}

export function readPatterns(paths: readonly string[], root: string | undefined): FilePatterns {
  // Folders are listed by their normal paths, so `//`, `/./` and `/../` in a pattern would match nothing.
  const absolute = paths.map((path) => (isAbsolute(path) || root === undefined ? normalize(path) : join(root, path)))
  const patterns = absolute.map((path) => ({
    folder: fixedFolder(path),
    depth: depthOf(path),
    matches: globExpression(path),
  }))
  return { root: root === undefined ? commonFolder(patterns.map(({ folder }) => folder)) : normalize(root), patterns }
}

/** `**` any folders, `*` and `?` within a name, `[a-z]`, `{a,b}` with any of these inside. */
function globExpression(glob: string): RegExp {
  return new RegExp(`^${expressionOf(glob)}$`)
}

/** Not so `[z-a]`. */
export function isGlob(text: string): boolean {
  try {
    return globExpression(text).source !== ''
  } catch {
    return false
  }
}

function expressionOf(glob: string): string {
  const parts = glob.match(/\*\*\/?|\*|\?|\[[^\]]+\]|\{[^}]*\}|[^*?[{]+|./gs) ?? []
  return parts.map(translate).join('')
}

function translate(part: string): string {
  if (part === '**/') return '(?:[^/]+/)*'
  // A name may hold a line end.
  if (part === '**') return '[^]*'
  if (part === '*') return '[^/]*'
  if (part === '?') return '[^/]'
  if (part.length > 1 && part.startsWith('[')) return part.replace(/^\[!/, '[^')
  if (part.length > 1 && part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(expressionOf).join('|')})`
  return escaped(part)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function fixedFolder(path: string): string {
  return dirname(path.slice(0, path.search(/[*?[{]|$/)) + 'x')
}

function depthOf(path: string): number {
  return path.includes('**') ? Infinity : relative(fixedFolder(path), path).split(sep).length - 1
}

function commonFolder(folders: readonly string[]): string {
  const [first, ...rest] = folders.map((folder) => folder.split(sep))
  if (first === undefined) return sep
  const same = first.findIndex((part, n) => rest.some((other) => other[n] !== part))
  return (same < 0 ? first : first.slice(0, same)).join(sep) || sep
}

/**
 * In the order of their names. Folders that vanish meanwhile hold nothing; but a folder that the settings name must be
 * there and hold a log, since a share that is not mounted would look like logs without anybody in them.
 */
export async function listLogFiles({ root, patterns }: FilePatterns): Promise<readonly LogFile[]> {
  const found = new Map<string, LogFile>()
  for (const { folder, depth, matches } of patterns) {
    await access(folder, constants.R_OK).catch(refuseFolder)
    for await (const path of filesBelow(folder, depth)) {
      const identity = matches.test(path) ? await identityAt(path) : null
      const name = relative(root, path).split(sep).join('/')
      if (identity !== null) found.set(path, { path, name, kind: kindOf(path), identity })
    }
  }
  if (found.size === 0) throw noLogs()
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Whatever has a matching name, links and temporary copies of our own left aside. */
async function* filesBelow(folder: string, depth: number): AsyncIterable<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreMissing)
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) {
      if (!entry.isSymbolicLink() && !isTemporary(entry.name)) yield path
    } else if (depth > 0) yield* filesBelow(path, depth - 1)
  }
}

/** Device and inode of a file; null when there is none of this name, or something else. */
export async function identityAt(path: string): Promise<string | null> {
  const status = await lstat(path, { bigint: true }).catch(ignoreMissing)
  return status?.isFile() === true ? `${status.dev}:${status.ino}` : null
}

function noLogs(): StepFailed {
  const message = 'no log matches `paths`, so nobody was looked for; check the patterns and what is mounted'
  return new StepFailed('file', message, { retryable: true })
}

function isTemporary(name: string): boolean {
  return /^\.lethe-[a-z0-9]+\.tmp$/.test(name)
}

function kindOf(path: string): LogFile['kind'] {
  if (/\.gz$/i.test(path)) return 'gzip'
  return /\.zip$/i.test(path) ? 'zip' : 'plain'
}

function refuseFolder(cause: unknown): never {
  const message = 'a folder of `paths` is missing or may not be read; mount it, or correct the setting'
  throw new StepFailed('file', message, { retryable: true, cause })
}

function ignoreMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
  return refuseFolder(error)
}
