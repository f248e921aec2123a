/** Settings of Pulse Advisors. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { isValueGlob } from '../../platform/match/value-globs.ts'
import { documentedProperties } from './properties/documented.ts'

export interface PropertiesFile {
  readonly path: string
  readonly keys?: readonly string[]
}

export interface PulseAdvisorsSettings {
  readonly database?: string
  readonly table?: string
  readonly columns?: readonly string[]
  readonly key?: readonly string[]
  readonly properties?: readonly PropertiesFile[]
  readonly roleAliases?: readonly string[]
  readonly dueInDays?: number
}

/** Addresses of a function in the company: whoever has it today answers there. */
export const usualRoleAliases = [
  'support@*',
  '*.support@*',
  'admin@*',
  'administrator@*',
  'noc@*',
  'helpdesk@*',
] as const

const text = { type: 'string', minLength: 1 } as const

export const pulseAdvisorsSchema = {
  type: 'object',
  additionalProperties: false,
  anyOf: [{ required: ['database'] }, { required: ['properties'] }],
  properties: {
    database: { type: 'string', description: 'Name in `databases`: the Platform database.' },
    table: { ...text, default: 'DCC_NOTIFICATION_LIST_USERS' },
    columns: {
      type: 'array',
      minItems: 1,
      items: text,
      description: 'Columns of the table with addresses. Default: those whose names hold `mail` or `address`.',
    },
    key: { type: 'array', minItems: 1, items: text, description: 'Default: a unique index of the table.' },
    properties: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['path'],
        additionalProperties: false,
        properties: {
          path: { ...text, 'x-path': true, description: 'The properties file, as this machine sees it.' },
          keys: {
            type: 'array',
            minItems: 1,
            items: text,
            description: 'Default: the documented property of the file.',
          },
        },
      },
    },
    roleAliases: {
      type: 'array',
      items: text,
      default: [...usualRoleAliases],
      description: 'Globs of addresses that are a function and nobody: they are kept.',
    },
    dueInDays: { type: 'integer', minimum: 0, default: 21, description: 'Days until the restart is due.' },
  },
} as const

/** What the schema cannot say. */
export function problemsOf({ properties = [], roleAliases = [] }: PulseAdvisorsSettings): readonly SettingsProblem[] {
  const unnamed = properties.flatMap(({ path, keys }, i) =>
    keys === undefined && documentedProperties(path).length === 0
      ? [{ pointer: `/properties/${i}`, message: 'no property of this file is documented: name its `keys`' }]
      : [],
  )
  const wrong = roleAliases.flatMap((glob, i) =>
    isValueGlob(glob)
      ? []
      : [{ pointer: `/roleAliases/${i}`, message: 'is no pattern: write an address with `*` in it' }],
  )
  return [...unnamed, ...wrong]
}
