/** Genesys Pulse: user names only, whose dashboards and widgets somebody removes by hand. */

import type { DeclaredProduct } from '../../domain/product.ts'

interface PulseSettings {
  readonly dueInDays?: number
  readonly owner?: string
}

export const pulse: DeclaredProduct<PulseSettings> = {
  id: 'pulse',
  title: 'Genesys Pulse',
  settingsSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      dueInDays: {
        type: 'integer',
        minimum: 0,
        maximum: 3650,
        default: 21,
        description: 'Days until the step is due.',
      },
      owner: { type: 'string', minLength: 1, maxLength: 100, default: 'the administrator of Pulse' },
    },
  },
  disposition: ({ dueInDays = 21, owner = 'the administrator of Pulse' }) => ({
    system: 'Pulse',
    disposition: 'manual',
    reason: 'only user names are stored, which name a person where they are e-mail addresses',
    nextStep:
      'log in with the privilege Pulse Manage Users, open Widget Management, select the user, and delete it with all dashboards and widgets',
    owner,
    dueInDays,
    blocks: false,
    subjects: ['employee'],
    kinds: ['username'],
    addressesOnly: true,
  }),
}
