/** Where a tenant's request files arrive, and what stands where on the disk. */

import { statSync } from 'node:fs'

import { inputFolderOf } from '../stages/intake/input-folder.ts'

import type { TenantSettings } from './settings/settings.ts'

export function inputFolder(tenant: Pick<TenantSettings, 'directory' | 'layout'>): string {
  return inputFolderOf(tenant.directory, tenant.layout)
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Milliseconds of the epoch; null where there is no such file. */
export function writtenAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}
