/** Finds the tenant that a call or a file means. */

import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'

import { inputFolder } from '../app/folders.ts'
import type { Settings, TenantSettings } from '../app/settings/settings.ts'

/** Null when no tenant is named, or one that exists. */
export function tenantProblem(settings: Settings, name: string | null): string | null {
  if (name === null || settings.tenants.some((tenant) => tenant.name === name)) return null
  return `there is no tenant \`${name}\`; the settings have ${settings.tenants.map((one) => one.name).join(', ')}`
}

/** The named one, the one whose folder holds the file, or the only one; otherwise a sentence saying what to do. */
export function tenantOf(settings: Settings, name: string | null, path: string): TenantSettings | string {
  if (name !== null) {
    return settings.tenants.find((tenant) => tenant.name === name) ?? `there is no tenant \`${name}\``
  }
  const owner = ownerOf(settings.tenants, dirname(path))
  if (owner !== null) return owner
  const [only, ...others] = settings.tenants
  if (only !== undefined && others.length === 0) return only
  return 'the file stands in no tenant’s folder: say whose it is with `--tenant NAME`'
}

/** The tenant whose request files arrive in the folder. */
export function ownerOf(tenants: readonly TenantSettings[], folder: string): TenantSettings | null {
  return tenants.find((tenant) => realFolder(inputFolder(tenant)) === realFolder(folder)) ?? null
}

function realFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
