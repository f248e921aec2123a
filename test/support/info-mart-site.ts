/** The smallest whole site: one tenant, one Info Mart on SQLite that holds the history too, a folder for requests. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { lethe } from '../cli/in-process.ts'
import type { Ended } from '../cli/support.ts'
import { createInfoMart } from './contact-center.ts'
import { withFolder } from './databases.ts'
import { readExecutionLog } from './execution-log.ts'
import type { Connection } from './sqlite-site.ts'
import { writtenSettings } from './written-settings.ts'

/** What differs from the smallest, as it stands in the settings. */
export interface SiteSettings {
  /** More settings of the database, `key: value` with commas between. */
  readonly database?: string
  /** Tables that the Info Mart does not have. */
  readonly exclude?: string
  /** A line for a further database, and one for a further product. */
  readonly databases?: string
  readonly products?: string
  /** More settings of the tenant, a line each. */
  readonly tenant?: string
}

export interface InfoMartSite {
  readonly folder: string
  readonly gim: string
  /** Where a file of the requests' folder is. */
  readonly place: (name: string) => string
  /** `name` is that of the file without its ending. */
  readonly submit: (name: string, request: unknown) => void
  /** In this process: a journey calls it many times. What a process of its own does differently is tried elsewhere. */
  readonly lethe: (...operands: readonly string[]) => Promise<Ended>
  readonly answerTo: (name: string) => ReturnType<typeof readExecutionLog>
  /** Writes the settings anew. */
  readonly settle: (settings: SiteSettings) => void
}

export async function withInfoMart(
  settings: SiteSettings,
  fill: (gim: Connection) => void,
  work: (site: InfoMartSite) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const place = (name: string): string => join(folder, 'gdpr', name)
    mkdirSync(place(''))
    writeFileSync(join(folder, 'lethe.yaml'), written(settings))
    const gim = join(folder, 'gim.db')
    createInfoMart(gim, fill)
    await work({
      folder,
      gim,
      place,
      submit: (name, request) => {
        writeFileSync(place(`${name}.json`), typeof request === 'string' ? request : JSON.stringify(request))
      },
      lethe: (...operands) => lethe(folder, operands),
      settle: (other) => {
        writeFileSync(join(folder, 'lethe.yaml'), written(other))
      },
      answerTo: (name) => readExecutionLog(place(`${name}-execution-log.json`)),
    })
  })
}

function written({
  database = 'pauseMs: 0',
  exclude = 'CDR_FACT',
  databases = '',
  products = '',
  tenant = '',
}: SiteSettings): string {
  return writtenSettings({
    head: `databases:
  gim: { client: better-sqlite3, filename: ./gim.db, ${database} }
  ${databases}
history: { database: gim }
settle: 20ms`,
    tenant,
    products: `- { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, ${exclude}] }
${products}`,
  })
}
