/** The `holds` of a tenant: what they refer to must exist, and a file of them must be nobody's to drop. */

import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'

import type { SettingsProblem } from '../../../domain/errors.ts'

import { items, member, under } from '../pointer.ts'
import { undeclared } from '../products.ts'
import type { HoldSettings } from '../settings.ts'
import { realDirectory } from '../tenants.ts'
import type { WrittenHolds } from '../written.ts'

export function completeHolds(written: string | WrittenHolds, baseDirectory: string): HoldSettings {
  const {
    file,
    database,
    table,
    columns = {},
    answer = 'held',
  } = typeof written === 'string' ? { file: written } : written
  if (file !== undefined) return { answer, source: { file: resolve(baseDirectory, file) } }
  const isTable = database !== undefined && table !== undefined
  return { answer, source: isTable ? { database, table, columns } : null }
}

/** Works on settings of any shape. That a file is missing is told when it is needed: it may come back. */
export function checkHolds(
  document: unknown,
  baseDirectory: string,
  databases: readonly string[],
): readonly SettingsProblem[] {
  const tenants = items(member(document, 'tenants'))
  const folders = tenants.flatMap((tenant) => {
    const directory = member(tenant, 'directory')
    return typeof directory === 'string' ? (realDirectory(resolve(baseDirectory, directory)) ?? []) : []
  })
  return tenants.flatMap((tenant, index) => {
    const holds = member(tenant, 'holds')
    const pointer = under('', 'tenants', index, 'holds')
    const [database, named] = [member(holds, 'database'), member(holds, 'file')]
    const file = typeof holds === 'string' ? holds : named
    const place = typeof holds === 'string' ? pointer : under(pointer, 'file')
    return [
      ...(typeof named === 'string' && database !== undefined
        ? [{ pointer, message: 'must name a file or a table, and not both' }]
        : []),
      ...(typeof database === 'string' && !databases.includes(database)
        ? [{ pointer: under(pointer, 'database'), message: undeclared(database, databases) }]
        : []),
      ...(typeof file === 'string' && isWithin(realFile(resolve(baseDirectory, file)), folders)
        ? [{ pointer: place, message: droppable }]
        : []),
    ]
  })
}

const droppable = "stands in a tenant's folder, where whoever sends requests could change it: move it elsewhere"

function isWithin(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(folder + sep))
}

/** Whatever links lead to it; also one that is not there yet. */
function realFile(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realFile(folder), basename(path))
  }
}
