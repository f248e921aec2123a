/** Settings of Feature Server. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { cassandraSchema, type CassandraSettings } from './cassandra/settings.ts'
import { folderProblems, folderSchema, type FolderSettings } from './folder/settings.ts'

/** One of the two ways. */
export type FeatureServerSettings =
  | { readonly folder: FolderSettings; readonly cassandra?: undefined; readonly ttlDays?: number }
  | { readonly cassandra: CassandraSettings; readonly folder?: undefined; readonly ttlDays?: number }

/** Source: Feature Server, GDPR support: what is forgotten is given this time to live. */
export const documentedTtlDays = 21

export const featureServerSchema = {
  type: 'object',
  oneOf: [{ required: ['folder'] }, { required: ['cassandra'] }],
  additionalProperties: false,
  properties: {
    folder: folderSchema,
    cassandra: cassandraSchema,
    ttlDays: {
      type: 'integer',
      minimum: 1,
      maximum: 30,
      default: documentedTtlDays,
      description: 'Days after which voicemail is gone that was forgotten.',
    },
  },
} as const

/** What the schema cannot say. */
export function problemsOf(
  { folder }: FeatureServerSettings,
  isInbox: (path: string) => boolean,
): readonly SettingsProblem[] {
  if (folder === undefined) return []
  return folderProblems(folder, isInbox).map(({ pointer, message }) => ({ pointer: `/folder${pointer}`, message }))
}
