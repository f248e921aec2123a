/** Passes over requests for one company of Intelligent Automation, night after night. */

import { join } from 'node:path'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { AutomationSession } from '../../../src/products/intelligent-automation/session.ts'
import type { AutomationSettings } from '../../../src/products/intelligent-automation/settings.ts'
import { siteOf } from '../../../src/products/intelligent-automation/site.ts'
import {
  AutomationTaskDouble,
  callsIn,
  createTaskFolders,
  type CallStore,
  type Interaction,
  type TaskFolders,
} from '../../support/automation-task.ts'
import { callsBehind, createCalls, type StoredCall } from '../../support/automation-views.ts'
import { sqliteSettings } from '../../support/databases.ts'
import { steppedClock, type SteppedClock } from '../../support/stepped-clock.ts'
import { tenant, withWorld, type World } from '../../support/tenant-context.ts'
import { toolsFor, toolsWithoutDatabase } from '../../support/tools.ts'

export const ann = '7815550101'
export const bob = '7815550102'
export const stranger = '7815550199'

export interface AutomationWorld {
  readonly world: World
  readonly task: AutomationTaskDouble
  readonly folders: TaskFolders
  readonly clock: SteppedClock
  readonly database: Database | null
  /** At this time of the tenant's zone, so many days after the first. */
  readonly at: (day: number, hour: number) => void
  /** A scheduled pass at 6 in the morning of that day, after the task has run at 3. */
  readonly morning: (day: number) => Promise<void>
  readonly pass: (checkpoint?: Checkpoint, signal?: AbortSignal) => Promise<void>
  readonly responses: (stem: string) => Promise<readonly string[]>
  /** How much somebody sees who looks again. */
  readonly leftNow: (stem: string) => Promise<number>
}

/** New York is five hours behind. */
const midnight = Date.parse('2026-03-02T05:00:00Z')
const hourMs = 3_600_000

export type Varied = Partial<Omit<AutomationSettings, 'task'>> & { readonly task?: Partial<AutomationSettings['task']> }

export async function withAutomation<T>(
  calls: readonly Interaction[] | readonly StoredCall[],
  work: (site: AutomationWorld) => Promise<T>,
  varied: Varied = {},
): Promise<T> {
  return await withWorld(async (world) => {
    const folders = createTaskFolders(join(world.folder, 'ia'))
    const clock = steppedClock()
    const stored = calls.filter((one): one is StoredCall => 'id' in one)
    const database = stored.length === 0 ? null : await openDatabase('ia', sqliteSettings(join(world.folder, 'ia.db')))
    if (database !== null) await createCalls(database, stored, false)
    const today = (): string => new Date(clock.now().getTime() - 5 * hourMs).toISOString().slice(0, 10)
    const store: CallStore =
      database === null
        ? callsIn(calls.filter((one): one is Interaction => 'fields' in one))
        : callsBehind(database, 2, today)
    const task = new AutomationTaskDouble(folders, store)
    const settings = {
      ...varied,
      ...(database === null ? {} : { database: 'ia', company: 2 }),
      task: { ...folders, ...varied.task },
    }
    const tools =
      database === null
        ? toolsWithoutDatabase(world.folder, clock)
        : { ...toolsFor(database), clock, stateDirectory: world.folder }
    const site = await siteOf(settings, tenant, tools)
    const pass = async (checkpoint?: Checkpoint, signal = new AbortController().signal): Promise<void> => {
      const context = await world.open({
        product: () => new AutomationSession(site),
        clock,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      })
      await processPass(context, scheduledScope, signal)
    }
    const at = (day: number, hour: number): void => {
      clock.set(midnight + day * 24 * hourMs + hour * hourMs)
    }
    try {
      at(0, 15)
      return await work({
        world,
        task,
        folders,
        clock,
        database,
        at,
        pass,
        morning: async (day) => {
          at(day, 3)
          await task.night(clock.now())
          at(day, 6)
          await pass()
        },
        leftNow: async (stem) => {
          const runId = String(Reflect.get(Object((await world.answer(`${stem}-execution-log.json`))['run']), 'id'))
          const session = new AutomationSession(site)
          const run = {
            runId,
            action: 'forget',
            salt: 'salt',
            again: true,
            signal: new AbortController().signal,
          } as const
          const left = await session.verify([subject], noFindings(), run)
          await session.close()
          return left.length
        },
        responses: async (stem) => {
          const text = JSON.stringify((await world.answer(`${stem}-execution-log.json`))['result'])
          return [...text.matchAll(/"response":"([^"]*)"/g)].map(([, response = '']) => response)
        },
      })
    } finally {
      await database?.close()
    }
  })
}

async function* noFindings(): AsyncIterable<never> {}

const named = parseIdentifier('phone', ann, { country: 'US', form: 'on-premises' })
const subject: Subject = {
  key: '1.consumer-1',
  type: 'consumer',
  identifiers: named.ok ? [named.identifier] : [],
  attachedKeys: [],
  details: { accountId: null, shortcodes: [], callFields: ['AccountNumber'] },
}

/** A request of consumers with a phone each. */
export function requestOf(phones: readonly string[], fields: readonly string[] = []): object {
  return { consumers: phones.map((phone) => ({ consumer: [{ phone }] })), 'intauto-fields': fields }
}

export function call(number: string, said: string): Interaction {
  return {
    number,
    fields: { AccountNumber: `A-${number}`, Mood: 'calm' },
    answers: `nbest_rawanswer_1:${said}`,
    details: '',
  }
}
