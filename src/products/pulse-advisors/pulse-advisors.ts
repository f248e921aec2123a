/** Genesys Pulse Advisors: addresses of support staff in the notification list and in properties files. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { problemsOf, pulseAdvisorsSchema, type PulseAdvisorsSettings } from './settings.ts'

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
  open: async (settings, tenant, tools) => (await import('./session.ts')).openAdvisors(settings, tenant, tools),
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
