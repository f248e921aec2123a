/** Genesys Pulse Advisors: addresses of support staff in the notification list and in properties files. */

import { basename } from 'node:path'

import type { Product, ProductSession } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { checkAdvisors } from './check.ts'
import { eraseAddresses } from './erase.ts'
import { findAddresses } from './find.ts'
import { problemsOf, pulseAdvisorsSchema, type PulseAdvisorsSettings } from './settings.ts'
import { kindsSearched, siteOf, type AdvisorsSite } from './site.ts'
import { leftOfAddresses } from './verify.ts'

export const pulseAdvisors: Product<Tools, PulseAdvisorsSettings> = {
  id: 'pulse-advisors',
  title: 'Genesys Pulse Advisors',
  placesMove: true,
  settingsSchema: pulseAdvisorsSchema,
  checkSettings: problemsOf,
  placeOf: ({ database, properties = [] }) =>
    properties.length === 0
      ? null
      : { ...(database === undefined ? {} : { database }), files: properties.map(({ path }) => path) },
  declares: ({ properties, dueInDays = 21 }) => (properties === undefined ? {} : { restart: restart(dueInDays) }),
  open: async (settings, tenant, tools) => {
    const database = settings.database === undefined ? null : await tools.database(settings.database)
    return sessionOn(siteOf(settings, tenant, database))
  },
}

function restart(dueInDays: number) {
  return {
    system: 'Pulse Advisors, restart',
    disposition: 'manual',
    reason: 'modules read their properties files when they start',
    nextStep:
      'restart the modules whose properties files were changed; the answer names the files, confirm it as well where none was',
    owner: 'the administrator of Pulse Advisors',
    dueInDays,
    blocks: false,
    subjects: ['employee'],
    kinds: ['username', 'email'],
    addressesOnly: true,
  } as const
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
