/** An installation as the last version without a record left it, from `test/data/earlier-version`, in a folder of its own. */

import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { systemClock } from '../../src/platform/time/clock.ts'
import { withSqliteFile } from './sqlite-site.ts'

export const earlierLayouts = ['full', 'eight-columns'] as const
export type EarlierLayout = (typeof earlierLayouts)[number]

const databases = ['lethe', 'records', 'crm'] as const

export function earlierFile(layout: EarlierLayout, name: string): string {
  return fileURLToPath(new URL(`../data/earlier-version/${layout}/${name}`, import.meta.url))
}

/**
 * As if it had been left just now: nobody has given up on its requests. The marks of the settings' entries tell of the
 * folder that it stood in, and are taken out, as they were missing in still older journals.
 */
export function installEarlier(layout: EarlierLayout, folder: string): void {
  cpSync(earlierFile(layout, 'gdpr'), join(folder, 'gdpr'), { recursive: true })
  cpSync(earlierFile(layout, 'lethe.yaml'), join(folder, 'lethe.yaml'))
  for (const name of databases) {
    const script = readFileSync(earlierFile(layout, `${name}.sql`), 'utf8')
    withSqliteFile(join(folder, `${name}.db`), (database) => database.exec(script))
  }
  const now = systemClock.now().toISOString()
  change(folder, 'lethe', `update lethe_file set first_seen = '${now}'`)
  change(folder, 'lethe', `update lethe_attempt set started_at = '${now}'`)
  change(folder, 'lethe', `update lethe_attempt set finished_at = '${now}' where finished_at is not null`)
  change(folder, 'lethe', 'update lethe_step set entry_settings = null, entry_place = null')
}

export function change(folder: string, name: (typeof databases)[number], sql: string): void {
  withSqliteFile(join(folder, `${name}.db`), (database) => database.exec(sql))
}
