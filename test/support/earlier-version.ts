/** An installation as the last version without a record left it, from `test/data/earlier-version`, in a folder of its own. */

import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { systemClock } from '../../src/platform/time/clock.ts'
import { withSqliteFile } from './sqlite-site.ts'

export const earlierLayouts = ['full', 'eight-columns'] as const
export type EarlierLayout = (typeof earlierLayouts)[number]

/** What the databases are made of: in `test/data/earlier-version`, some of it for both layouts. */
const databases = {
  lethe: (layout: string) => ['lethe-tables.sql', `${layout}/lethe.sql`],
  records: (layout: string) => [`${layout}/records.sql`],
  crm: () => ['crm.sql'],
} as const

type EarlierDatabase = keyof typeof databases

export function earlierFile(layout: EarlierLayout, name: string): string {
  return dataFile(`${layout}/${name}`)
}

function dataFile(path: string): string {
  return fileURLToPath(new URL(`../data/earlier-version/${path}`, import.meta.url))
}

/**
 * As if it had been left just now: nobody has given up on its requests. The marks of the settings' entries tell of the
 * folder that it stood in, and are taken out, as they were missing in still older journals.
 */
export function installEarlier(layout: EarlierLayout, folder: string): void {
  cpSync(earlierFile(layout, 'gdpr'), join(folder, 'gdpr'), { recursive: true })
  cpSync(earlierFile(layout, 'lethe.yaml'), join(folder, 'lethe.yaml'))
  for (const [name, scriptsOf] of Object.entries(databases)) {
    const scripts = scriptsOf(layout).map((script) => readFileSync(dataFile(script), 'utf8'))
    withSqliteFile(join(folder, `${name}.db`), (database) => database.exec(scripts.join('\n')))
  }
  const now = systemClock.now().toISOString()
  change(folder, 'lethe', `update lethe_file set first_seen = '${now}'`)
  change(folder, 'lethe', `update lethe_attempt set started_at = '${now}'`)
  change(folder, 'lethe', `update lethe_attempt set finished_at = '${now}' where finished_at is not null`)
  change(folder, 'lethe', 'update lethe_step set entry_settings = null, entry_place = null')
}

export function change(folder: string, name: EarlierDatabase, sql: string): void {
  withSqliteFile(join(folder, `${name}.db`), (database) => database.exec(sql))
}
