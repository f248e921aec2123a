/** Opened Pulse Advisors; remembers which properties files it has changed, whose modules have to be restarted. */

import { basename } from 'node:path'

import type { ProductSession, Tenant } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { checkAdvisors } from './check.ts'
import { eraseAddresses } from './erase.ts'
import { findAddresses } from './find.ts'
import type { PulseAdvisorsSettings } from './settings.ts'
import { kindsSearched, siteOf, type AdvisorsSite } from './site.ts'
import { leftOfAddresses } from './verify.ts'

export async function openAdvisors(
  settings: PulseAdvisorsSettings,
  tenant: Tenant,
  tools: Tools,
): Promise<ProductSession> {
  const database = settings.database === undefined ? null : await tools.database(settings.database)
  return sessionOn(siteOf(settings, tenant, database))
}

function sessionOn(site: AdvisorsSite): ProductSession {
  const changed = new Set<string>()
  return {
    searchesBy: kindsSearched,
    check: (forAction) => checkAdvisors(site, forAction),
    find: (subjects, run) => findAddresses(site, subjects, run),
    erase: (findings, run) => eraseAddresses(site, findings, run, ({ path }) => changed.add(basename(path))),
    verify: (subjects, findings, run) => leftOfAddresses(site, subjects, findings, run),
    unjudged: () => [...changed].map((name) => `\`${name}\` was changed: restart the module that reads it`),
    // The database is closed by whoever opened it.
    close: () => Promise.resolve(),
  }
}
