/** Where a tenant's request files arrive. */

import { inputFolderOf } from '../stages/intake/listing.ts'

import type { TenantSettings } from './settings/settings.ts'

export function inputFolder(tenant: Pick<TenantSettings, 'directory' | 'layout'>): string {
  return inputFolderOf(tenant.directory, tenant.layout)
}
