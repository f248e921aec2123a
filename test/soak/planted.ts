/** A copy of everything as it was planted. */

import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'

import type { SqlRow } from '../support/sqlite-site.ts'
import type { Store } from '../support/web-services-server.ts'
import { databases, folders, leadColumns } from './installation.ts'
import type { Site } from './faults.ts'

export interface Planted {
  /** Copies by name. */
  readonly databases: ReadonlyMap<string, string>
  readonly leads: readonly SqlRow[]
  readonly profiles: ReadonlyMap<string, string>
  readonly online: Store
}

/** `copies` is a folder outside of the site. */
export async function keepPlanted({ folder, crm, server }: Omit<Site, 'logs'>, copies: string): Promise<Planted> {
  const kept = databases.map((name) => {
    copyFileSync(join(folder, `${name}.db`), join(copies, `${name}.db`))
    return [name, join(copies, `${name}.db`)] as const
  })
  return {
    databases: new Map(kept),
    leads: await crm.knex
      .select(...leadColumns)
      .from('lead')
      .orderBy('id'),
    profiles: textsBelow(join(folder, folders.share)),
    online: structuredClone(server.store),
  }
}

/** Texts by path; packed ones unpacked. */
export function textsBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const bytes = readFileSync(path)
      return [relative(folder, path), (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()]
    }),
  )
}
