/** The customers' data: of whoever was forgotten nothing is left, and everything else is as it was planted, byte for byte. */

import { join } from 'node:path'

import { contentOf, type SqlRow } from '../support/sqlite-site.ts'
import { favorite } from '../support/all-products.ts'
import type { Store } from '../support/web-services-server.ts'
import { folders } from './installation.ts'
import { tokensIn, without } from './people.ts'
import { textsBelow } from './planted.ts'

type Gone = ReadonlySet<string>
type Cell = SqlRow[string]

export function databaseFaults(folder: string, copies: ReadonlyMap<string, string>, gone: Gone): readonly string[] {
  return [...copies].flatMap(([name, copy]) => {
    const now = contentOf(join(folder, `${name}.db`))
    return [...contentOf(copy)].flatMap(([table, before]) => rowFaults(table, before, now.get(table) ?? [], gone))
  })
}

export function rowFaults(
  table: string,
  before: readonly SqlRow[],
  after: readonly SqlRow[],
  gone: Gone,
): readonly string[] {
  const size = before.length === after.length ? [] : [`${table} has ${after.length} rows instead of ${before.length}`]
  return [
    ...size,
    ...before.flatMap((row, n) =>
      Object.entries(row).flatMap(([column, cell]) => {
        const isWell = column === 'option_value' ? isAnnexWell : isCellWell
        const now = after[n]?.[column]
        return isWell(cell, now, gone) ? [] : [`${table}.${column} ${n}: ${String(now)} after ${String(cell)}`]
      }),
    ),
  ]
}

function isCellWell(before: Cell, after: Cell | undefined, gone: Gone): boolean {
  const lost = tokensIn(String(before)).filter((token) => gone.has(token))
  if (lost.length === 0) return after === before
  return after !== undefined && after !== before && lost.every((token) => !String(after).includes(token))
}

function isAnnexWell(before: Cell, after: Cell | undefined, gone: Gone): boolean {
  return after === withoutFavorites(String(before), gone)
}

/** Favorites go as a whole. */
function withoutFavorites(profile: string, gone: Gone): string {
  return tokensIn(profile).reduce(
    (rest, phone) => (gone.has(phone) ? rest.replace(favorite(phone), '') : rest),
    profile,
  )
}

export function favoritesFaults(folder: string, before: ReadonlyMap<string, string>, gone: Gone): readonly string[] {
  const now = textsBelow(join(folder, folders.share))
  return [...before].flatMap(([path, profile]) => {
    const expected = path.endsWith('.xml') ? withoutFavorites(profile, gone) : withoutItems(profile, gone)
    return now.get(path) === expected ? [] : [`${path}: ${now.get(path)} instead of ${expected}`]
  })
}

function withoutItems(profile: string, gone: Gone): string {
  const { Favorites: favorites } = JSON.parse(profile)
  return JSON.stringify({ Favorites: favorites.filter((one: { readonly Phone: string }) => !gone.has(one.Phone)) })
}

/** Each byte of a value has its mask. */
export function logFaults(folder: string, before: ReadonlyMap<string, string>, gone: Gone): readonly string[] {
  const now = textsBelow(join(folder, folders.logs))
  const unexpected = [...now.keys()].filter((path) => !before.has(path)).map((path) => `nobody made the log ${path}`)
  const differing = [...before].flatMap(([path, text]) => {
    const expected = without(text, gone, ({ length }) => '*'.repeat(length))
    const lines = (now.get(path) ?? '').split('\n')
    const wrong = expected.split('\n').findIndex((line, n) => line !== lines[n])
    return now.get(path) === expected
      ? []
      : [`${path} line ${wrong + 1}: ${lines[wrong]} after ${text.split('\n')[wrong]}`]
  })
  return [...unexpected, ...differing]
}

export function onlineFaults(now: Store, before: Store, gone: Gone): readonly string[] {
  return [...before].flatMap(([user, groups]) =>
    [...groups].flatMap(([name, { settings }]) => {
      const expected = settings.map((setting) => withoutEntries(setting, gone)).filter((setting) => setting !== null)
      const left = (now.get(user)?.get(name)?.settings ?? []).map((setting) => JSON.stringify(JSON.parse(setting)))
      return JSON.stringify(left) === JSON.stringify(expected) ? [] : [`web services ${user} ${name}: ${left.join()}`]
    }),
  )
}

/** Null for a setting that was one favorite and is gone. */
function withoutEntries(setting: string, gone: Gone): string | null {
  const { value, ...rest } = JSON.parse(setting)
  const isLeft = (entry: unknown) => tokensIn(JSON.stringify(entry)).every((token) => !gone.has(token))
  if (Array.isArray(value)) return JSON.stringify({ ...rest, value: value.filter(isLeft) })
  return isLeft(rest) ? setting : null
}
