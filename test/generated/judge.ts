/** Looks by itself for whoever was told SUCCESS, and at what is a stranger's. Shares nothing with the search of Lethe. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { rowsOf } from '../support/sqlite-site.ts'
import { crmOf, personOf, type Site } from './site.ts'

interface Seen {
  readonly rows: ReadonlyMap<string, string>
  readonly lines: readonly string[]
}

function seenIn(site: Site): Seen {
  const names = rowsOf(crmOf(site), "select name from sqlite_master where type = 'table'").map(({ name }) =>
    String(name),
  )
  const rows = names.flatMap((table) =>
    rowsOf(crmOf(site), `select ID, PHONE, EMAIL, NOTE from ${table}`).map(
      (row) => [`${table} ${String(row['ID'])}`, JSON.stringify(row)] as const,
    ),
  )
  const logs = join(site.folder, 'logs')
  const lines = readdirSync(logs).flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'))
  return { rows: new Map(rows), lines }
}

/** `forgotten`: who was told SUCCESS for all that he has. */
export function faultsIn(site: Site, forgotten: readonly number[]): readonly string[] {
  const { rows, lines } = seenIn(site)
  const texts = [...rows.values(), ...lines]
  const left = forgotten.flatMap((n) => {
    const { phone, email } = personOf(n)
    return texts
      .filter((text) => text.replaceAll(/\D/g, '').includes(phone) || text.toLowerCase().includes(email))
      .map((text) => `left of somebody who was told SUCCESS: ${text}`)
  })
  const touched = [...site.strangers.rows].filter(([key, row]) => rows.get(key) !== row)
  const gone = [...site.strangers.lines].filter((line) => !lines.includes(line))
  return [
    ...left,
    ...touched.map(([key, row]) => `a stranger's row is not as it was: ${row} is ${rows.get(key) ?? 'gone'}`),
    ...gone.map((line) => `a stranger's line is gone: ${line}`),
  ]
}
