/** Settings of Feature Server. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { folderProblems, folderSchema, type FolderSettings } from './folder/settings.ts'

export interface FeatureServerSettings {
  readonly folder: FolderSettings
  readonly ttlDays?: number
}

/** Source: Feature Server, GDPR support: what is forgotten is given this time to live. */
export const documentedTtlDays = 21

export const featureServerSchema = {
  type: 'object',
  required: ['folder'],
  additionalProperties: false,
  properties: {
    folder: folderSchema,
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
  return folderProblems(folder, isInbox).map(({ pointer, message }) => ({ pointer: `/folder${pointer}`, message }))
}
