/** An opened Reporting Server, with the folders that its sessions name. */

import type { ProductSession, Tenant } from '../../domain/product.ts'
import { bytesOf } from '../../platform/files/tree/recorded.ts'
import type { Tools } from '../../platform/tools.ts'
import { checkSite } from './check.ts'
import { eraseSessions } from './erase.ts'
import { findSessions } from './find.ts'
import { rootIn } from './folders/find.ts'
import { foreseeSessions } from './foresee.ts'
import type { VoicePlatformSettings } from './settings.ts'
import type { VoiceSite } from './site.ts'
import { leftOfSessions } from './verify.ts'

export async function openVoicePlatform(
  settings: VoicePlatformSettings,
  tenant: Tenant,
  { database, tenantsUsing, clock }: Tools,
): Promise<ProductSession> {
  return sessionOn({
    database: await database(settings.database),
    tenantsUsing: tenantsUsing(settings.database),
    settings,
    tenant,
    clock,
  })
}

function sessionOn(site: VoiceSite): ProductSession {
  return {
    searchesBy: ['phone'],
    check: (forAction) => checkSite(site, forAction),
    find: (subjects, run) => findSessions(site, subjects, run),
    foresee: (findings) => foreseeSessions(site, findings),
    read: (finding) => bytesOf(finding, rootIn(site.settings.folders ?? [])),
    erase: (findings, run) => eraseSessions(site, findings, run),
    verify: (subjects, findings, run) => leftOfSessions(site, subjects, findings, run),
    // The database is closed by whoever opened it.
    close: () => Promise.resolve(),
  }
}
