/** One Feature Server as its tasks are used: their folders, and what is found there. */

import { join } from 'node:path'

import type { Target } from '../../../domain/finding.ts'
import type { Tenant } from '../../../domain/product.ts'
import type { RootOf } from '../../../platform/files/tree/recorded.ts'
import { labelOf } from '../../../platform/files/tree/walk.ts'
import type { Clock } from '../../../platform/time/clock.ts'
import type { FolderSettings } from './settings.ts'

export interface TaskSite {
  readonly settings: FolderSettings
  readonly ttlDays: number
  readonly tenant: Tenant
  readonly clock: Clock
  /** What was asked for is remembered here. */
  readonly memory: string
}

export function memoryIn(stateDirectory: string): string {
  return join(stateDirectory, 'feature-server')
}

/** Stands for the messages that the task finds by a number: only it can look into the store. */
export const voicemail: Target = { table: 'voicemail', column: 'ANI' }

export function isVoicemail({ table, column }: Target): boolean {
  return table === voicemail.table && column === voicemail.column
}

export function recordingsTarget({ recordings }: FolderSettings): Target {
  return { table: labelOf(recordings, [recordings]), column: 'FILE' }
}

export function recordingsRoot(settings: FolderSettings): RootOf {
  const { table, column } = recordingsTarget(settings)
  return (target) => (target.table === table && target.column === column ? settings.recordings : undefined)
}

export function timeZoneOf({ settings, tenant }: TaskSite): string {
  return settings.timeZone ?? tenant.timeZone
}
