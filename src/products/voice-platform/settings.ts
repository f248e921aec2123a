/** Settings of the voice platform. */

import type { ReportingRetention } from './retention.ts'
import { retentionSchema } from './retention.ts'
import { documentedSessionColumn, sessionTables } from './tables.ts'

export interface VoicePlatformSettings {
  readonly database: string
  readonly mode?: 'search' | 'retention'
  readonly sessionColumn?: string
  readonly tenant?: { readonly column: string; readonly value: number | string } | null
  readonly columns?: Readonly<Record<string, readonly string[]>>
  readonly exclude?: readonly string[]
  readonly retention?: ReportingRetention
  readonly folders?: readonly string[]
}

const names = sessionTables.map(({ table }) => table)

export const voicePlatformSchema = {
  type: 'object',
  required: ['database'],
  additionalProperties: false,
  properties: {
    database: { type: 'string', description: 'Name in `databases`: that of the Reporting Server.' },
    mode: {
      enum: ['search', 'retention'],
      default: 'search',
      description:
        'search: what is found is redacted. retention: it is found and exported, and left to the retention of the Reporting Server, whose settings are checked.',
    },
    sessionColumn: { type: 'string', minLength: 1, default: documentedSessionColumn },
    tenant: {
      description:
        'The column of the call records that tells tenants apart. Null: the database holds this tenant only.',
      anyOf: [
        { type: 'null' },
        {
          type: 'object',
          required: ['column', 'value'],
          additionalProperties: false,
          properties: { column: { type: 'string', minLength: 1 }, value: { type: ['integer', 'string'] } },
        },
      ],
    },
    columns: {
      type: 'object',
      description:
        'By table, the columns that hold somebody: addresses of call records, texts of the others. Default: those whose names say so.',
      propertyNames: { enum: names },
      additionalProperties: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    },
    exclude: {
      type: 'array',
      items: { enum: names },
      description: 'Tables that this site does not have. A table that is missing otherwise is an error.',
    },
    retention: retentionSchema,
    folders: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', minLength: 1, 'x-path': true },
      description:
        'Folders of the Media Control Platform with recordings, utterances, caches and temporary files, as this machine sees them: files that bear a session or the number in their name are the person’s.',
    },
  },
} as const
