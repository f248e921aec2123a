/** Profiles as data: text with favorites that are somebody's, what it must be afterwards, and every byte to look at. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type OwnerName = readonly [subjectKey: string, consumerId: string]

/** A favorite that must go. `cut` is what goes with it, a comma for instance. */
export interface OwnedPiece {
  readonly raw: string
  readonly cut?: string
  readonly owners: readonly OwnerName[]
}

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'latin1'

export interface WorldProfile {
  /** Path below the root, or the keys of an annex row joined by `:`. */
  readonly name: string
  readonly encoding?: Encoding
  readonly pieces: readonly (string | OwnedPiece)[]
}

export function textOf(profile: WorldProfile): string {
  return profile.pieces.map((piece) => (typeof piece === 'string' ? piece : cutOf(piece))).join('')
}

function textAfter(profile: WorldProfile): string {
  return profile.pieces.filter((piece) => typeof piece === 'string').join('')
}

function bytesOf(text: string, encoding: Encoding = 'utf-8'): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text)
    case 'latin1':
      return Buffer.from(text, 'latin1')
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`)
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  }
}

export async function writeProfiles(root: string, profiles: readonly WorldProfile[]): Promise<void> {
  for (const profile of profiles) {
    const path = join(root, profile.name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytesOf(textOf(profile), profile.encoding))
  }
}

/** Each favorite that must go while it is there, and for everything else that it is as it was, to the byte. */
export async function cellsOf(
  profiles: readonly WorldProfile[],
  read: (profile: WorldProfile) => Promise<Buffer>,
): Promise<ReadonlyMap<string, string>> {
  const cells = new Map<string, string>()
  for (const profile of profiles) {
    const { name, encoding } = profile
    const now = await read(profile)
    const states = [bytesOf(textOf(profile), encoding), bytesOf(textAfter(profile), encoding)]
    cells.set(`${name} rest`, states.some((state) => state.equals(now)) ? 'as it was' : now.toString('hex'))
    for (const [i, { raw }] of ownedIn(profile).entries()) {
      if (now.includes(bytesOf(raw, encoding).subarray(markOf(encoding)))) cells.set(`${name} ${i}`, raw)
    }
  }
  return cells
}

export function readBelow(root: string): (profile: WorldProfile) => Promise<Buffer> {
  return ({ name }) => readFile(join(root, name))
}

export function ownedCells(profiles: readonly WorldProfile[]): ReadonlySet<string> {
  return new Set(profiles.flatMap((profile) => ownedIn(profile).map((_, i) => `${profile.name} ${i}`)))
}

export function expectedIn(
  profiles: readonly WorldProfile[],
  target: { readonly table: string; readonly column: string; readonly unit: 'byte' | 'character' },
): readonly string[] {
  const lines = profiles.flatMap((profile) => {
    let before = ''
    return profile.pieces.flatMap((piece) => {
      const start = before
      before += typeof piece === 'string' ? piece : cutOf(piece)
      if (typeof piece === 'string') return []
      const text = start + cutOf(piece).slice(0, cutOf(piece).indexOf(piece.raw))
      const place = target.unit === 'byte' ? bytesOf(text, profile.encoding).length : text.length
      return piece.owners.map(([subject, consumerId]) =>
        [subject, consumerId, target.table, target.column, `${profile.name}#${place}`, piece.raw].join(' | '),
      )
    })
  })
  return lines.sort()
}

function ownedIn(profile: WorldProfile): readonly OwnedPiece[] {
  return profile.pieces.filter((piece) => typeof piece !== 'string')
}

function cutOf(piece: OwnedPiece): string {
  return piece.cut ?? piece.raw
}

function markOf(encoding: Encoding = 'utf-8'): number {
  if (encoding === 'utf-8-bom') return 3
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 0
}
