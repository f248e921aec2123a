/** One person's voicemail in a Feature Server of a test, and the steps of a run against its tasks. */

import { join } from 'node:path'

import { isStarted, type Fate, type StartedEffect } from '../../src/domain/effect.ts'
import { isFinding, isUnevaluated, type Evaluation } from '../../src/domain/finding.ts'
import type { ProductSession, RunContext } from '../../src/domain/product.ts'
import type { Subject } from '../../src/domain/subject.ts'
import { parseIdentifier } from '../../src/platform/match/identifier.ts'
import { featureServer } from '../../src/products/feature-server/feature-server.ts'
import type { FolderSettings } from '../../src/products/feature-server/folder/settings.ts'
import { recordedOf, run } from '../contract/suite.ts'
import { withFolder } from './databases.ts'
import { steppedClock, type SteppedClock } from './stepped-clock.ts'
import { TaskServer } from './feature-server-tasks.ts'
import { toolsWithoutDatabase } from './tools.ts'

export const utcTenant = { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' } as const

/** 1. January 2026, 10:00. */
export const noon = Date.parse('2026-01-01T10:00:00Z')
export const hour = 3_600_000

export function personWith(phone: string, key = '1.consumer-1'): Subject {
  const parsed = parseIdentifier('phone', phone, { country: 'US', form: 'on-premises' })
  if (!parsed.ok) throw new Error('not a number')
  return { key, type: 'consumer', identifiers: [parsed.identifier], attachedKeys: [] }
}

export const ada = personWith('+1 781 555 0101')
export const forms = ada.identifiers.flatMap(({ digits }) => digits)

export interface TaskTrial {
  readonly server: TaskServer
  readonly clock: SteppedClock
  readonly folder: string
  /** As another process would open it. */
  readonly open: (settings?: Partial<FolderSettings>, state?: string) => Promise<ProductSession>
}

export async function withTasks(work: (trial: TaskTrial) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const clock = steppedClock()
    clock.set(noon)
    const server = new TaskServer(folder, [
      { id: 'hers', ani: '+17815550101', sound: 'RIFF hers' },
      { id: 'his', ani: '+17815550102', sound: 'RIFF his' },
    ])
    await work({
      server,
      clock,
      folder,
      open: (settings = {}, state = 'state') => {
        const tools = toolsWithoutDatabase(join(folder, state), clock)
        return featureServer.open({ folder: { ...server.settings, ...settings } }, utcTenant, tools)
      },
    })
  })
}

export async function searched(
  session: ProductSession,
  more: Partial<RunContext> = {},
  subjects: readonly Subject[] = [ada],
): Promise<readonly Evaluation[]> {
  const all: Evaluation[] = []
  for await (const one of session.find(subjects, { ...run(), ...more })) all.push(one)
  return all
}

export const reasonsIn = (evaluations: readonly Evaluation[]): readonly string[] =>
  evaluations.filter(isUnevaluated).map(({ unevaluated }) => unevaluated)

export const filesIn = (evaluations: readonly Evaluation[]): readonly (string | null)[] =>
  evaluations.flatMap((one) => (isFinding(one) && one.target.column === 'FILE' ? [one.locator] : []))

/** What of a forget goes on elsewhere. */
export async function begun(session: ProductSession, subjects = [ada]): Promise<readonly StartedEffect[]> {
  const findings = (await searched(session, {}, subjects)).filter(isFinding)
  const effects: StartedEffect[] = []
  for await (const effect of session.erase(recordedOf(findings), run())) if (isStarted(effect)) effects.push(effect)
  return effects
}

export async function polled(session: ProductSession, started: readonly StartedEffect[]): Promise<readonly Fate[]> {
  const fates: Fate[] = []
  for await (const { fate } of session.poll?.(started, run()) ?? []) fates.push(fate)
  return fates
}
