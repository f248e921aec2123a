/** The JSON Schema of a `web-services` entry. */

import { tlsSchema } from '../../platform/crypto/verified-tls.ts'
import { corporateFavorites, defaultFavoriteAt } from './settings.ts'

const texts = { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, uniqueItems: true } as const
const url = { type: 'string', pattern: '^/[^?#]*[^/?#]$' } as const
/** A header of a name or value that the HTTP library refuses would fail at the first call only. */
const headerText = { type: 'string', pattern: '^[\\x20-\\x7e]+$' } as const

const header = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" },
    value: headerText,
    secret: { ...headerText, description: 'A reference: `${env:NAME}` or `${file:PATH}`.' },
  },
  oneOf: [{ required: ['value'] }, { required: ['secret'] }],
} as const

const storage = {
  type: 'object',
  description: 'How favorites are stored and reached: to be confirmed on site.',
  additionalProperties: false,
  properties: {
    settingsPath: { ...url, default: '/api/v2/settings' },
    usersPath: { ...url, default: '/api/v2/users' },
    favoriteAt: {
      type: 'array',
      items: { type: 'string', pattern: '^(/[^/]+)*$' },
      default: defaultFavoriteAt,
      description:
        'Where single favorites stand in a setting: JSON pointers, `#` for any position in a list, `*` for any name or position.',
    },
    changeBy: {
      enum: ['body', 'path'],
      default: 'body',
      description:
        'body: calls go to the group and name the setting in their body; path: its name follows the group’s.',
    },
  },
} as const

export const webServicesSchema = {
  type: 'object',
  required: ['baseUrl'],
  additionalProperties: false,
  dependentRequired: { user: ['password'], password: ['user'] },
  properties: {
    baseUrl: { type: 'string', minLength: 1 },
    user: { type: 'string', pattern: '^[^:]+$' },
    password: { type: 'string' },
    headers: { type: 'array', items: header, description: 'Sent with every call, e.g. those of CSRF protection.' },
    tls: tlsSchema,
    groups: { ...texts, description: 'Settings groups to search; all when left out.' },
    exclude: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      default: [corporateFavorites],
      description: 'Settings groups that are not searched.',
    },
    userSettings: { type: 'boolean', default: true, description: 'Search the settings of every single user, too.' },
    timeoutMs: { type: 'integer', minimum: 100, default: 30_000 },
    concurrency: { type: 'integer', minimum: 1, maximum: 32, default: 4 },
    callsPerSecond: { type: 'integer', minimum: 1, maximum: 1000, default: 50 },
    maxResponseBytes: { type: 'integer', minimum: 1024, default: 16 * 1024 * 1024 },
    storage,
  },
} as const
