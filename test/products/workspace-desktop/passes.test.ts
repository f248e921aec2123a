/** Favorites from the request file to the answer: forgotten, written back, and forgotten again by the next scheduled pass. */

import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { withServices } from '../../../src/app/compose.ts'
import type { PassResult } from '../../../src/app/context.ts'
import { openContext } from '../../../src/app/pass/open-context.ts'
import { loadInstallation } from '../../../src/app/settings/installation.ts'
import type { Row } from '../../../src/platform/sql/database.ts'
import { searchFor } from '../../support/canaries.ts'
import { withFolder } from '../../support/databases.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { ann, annsFavorite, othersFavorite, profileOf } from './site.ts'
import { writtenSettings } from '../../support/written-settings.ts'

const both = profileOf(annsFavorite, othersFavorite)
const without = profileOf('', othersFavorite)

const settings = writtenSettings({
  head: `databases: { history: { client: better-sqlite3, filename: ./history.db } }
history: { database: history }
settle: 20ms`,
  products: `- { product: workspace-desktop, recordLocation: "FOLDER/share/$Agent.UserName$" }`,
})

interface Office {
  readonly folder: string
  readonly profile: string
  readonly printed: string[]
  readonly pass: (scope?: typeof scheduledScope) => Promise<PassResult>
  readonly history: () => Promise<readonly Row[]>
}

async function withOffice(work: (office: Office) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const profile = join(folder, 'share/agent.one/profile.xml')
    await mkdir(join(folder, 'gdpr'))
    await mkdir(join(folder, 'share/agent.one'), { recursive: true })
    await writeFile(profile, both)
    await writeFile(join(folder, 'lethe.yaml'), settings.replace('FOLDER', folder))
    const request = { caseid: '1', consumers: [{ consumer: [{ phone: ann.phone }] }] }
    await writeFile(join(folder, 'gdpr/forget-25052018-a.json'), JSON.stringify(request))
    const printed: string[] = []
    const installation = loadInstallation(join(folder, 'lethe.yaml'), {})
    const [tenant] = installation.tenants
    if (tenant === undefined) throw new Error('no tenant')
    const inServices = <T>(work: Parameters<typeof withServices<T>>[2]): Promise<T> =>
      withServices(installation, { write: (line) => printed.push(line) }, work)
    await work({
      folder,
      profile,
      printed,
      pass: (scope = scheduledScope) =>
        inServices(async (services) => {
          const context = await openContext(services, tenant, { manner: 'once', only: null, notify: () => {} })
          return processPass({ ...context, backoffMs: [1] }, scope, new AbortController().signal)
        }),
      history: () =>
        inServices(async (services) => {
          await services.history()
          const database = await services.tools.database('history')
          return database.run((knex) => knex<Row>('CTL_GDPR_HISTORY').orderBy('CREATED_TS').select('*'))
        }),
    })
  })
}

describe('a favorite that a running Workspace writes back', () => {
  it('is erased again by the next scheduled pass, with a row of the history, and by no other', () =>
    withOffice(async ({ folder, profile, printed, pass, history }) => {
      expect((await pass()).files).toMatchObject([{ outcome: 'done' }])
      expect(readExecutionLog(join(folder, 'gdpr/forget-25052018-a-execution-log.json')).responses).toEqual(['SUCCESS'])
      expect(await readFile(profile, 'utf8')).toBe(without)
      expect(await pass()).toMatchObject({ files: [], runs: [] })

      await writeFile(profile, both)
      expect(await pass({ ...scheduledScope, resume: ['running'] })).toMatchObject({ files: [], runs: [] })
      expect(await readFile(profile, 'utf8')).toBe(both)

      const again = await pass()
      expect(again.files).toEqual([])
      expect(again.runs).toMatchObject([
        {
          action: 'forget',
          products: [{ product: 'workspace-desktop', outcome: 'done', found: 1, erased: 1, left: 0 }],
        },
      ])
      expect(await readFile(profile, 'utf8')).toBe(without)
      const rows = await history()
      expect(rows.map((row) => [row['RUN_ID'] === again.runs[0]?.id, row['CONSUMER_ID'], row['KEY_VALUE']])).toEqual([
        [false, ann.phone, annsFavorite],
        [true, expect.stringMatching(/^\d{10,11}$/), annsFavorite],
      ])
      expect(await pass()).toMatchObject({ files: [], runs: [] })

      const places = new Map([['log', Buffer.from(printed.join(''))]])
      for (const name of await readdir(join(folder, 'lethe-state'), { recursive: true })) {
        const content = await readFile(join(folder, 'lethe-state', name)).catch(() => Buffer.alloc(0))
        places.set(name, content)
      }
      places.set('journal', await readFile(join(folder, 'lethe.db')))
      expect(searchFor([ann.phone, '2125550142', annsFavorite, 'agent.one'], places).leaks).toEqual([])
    }))

  it('and cannot be erased now stays open as one run, which the next pass finishes', () =>
    withOffice(async ({ profile, pass }) => {
      await pass()
      await writeFile(profile, both)
      await chmod(profile, 0o444)
      const deferred = await pass()
      expect(deferred.runs).toMatchObject([{ products: [{ outcome: 'deferred' }] }])
      const still = await pass()
      expect(still.runs).toMatchObject([{ id: deferred.runs[0]?.id, attempt: 2, products: [{ outcome: 'deferred' }] }])
      await chmod(profile, 0o644)
      const done = await pass()
      expect(done.runs).toMatchObject([{ id: deferred.runs[0]?.id, products: [{ outcome: 'done', erased: 1 }] }])
      expect(await readFile(profile, 'utf8')).toBe(without)
    }))

  it('is told as a failure while the share cannot be read, and found once it can', () =>
    withOffice(async ({ profile, pass }) => {
      await pass()
      await writeFile(profile, both.slice(0, 60))
      const failed = await pass()
      expect(failed.runs).toMatchObject([
        { products: [{ outcome: 'failed', reason: expect.stringMatching(/1 of 1/) }] },
      ])
      await writeFile(profile, both)
      expect((await pass()).runs).toMatchObject([{ products: [{ outcome: 'done', erased: 1 }] }])
      expect(await readFile(profile, 'utf8')).toBe(without)
    }))
})

describe('a request whose profile cannot be changed', () => {
  it('is deferred with its reason, starts no repetition beside it, and is finished by the next pass', () =>
    withOffice(async ({ folder, profile, pass }) => {
      await chmod(profile, 0o444)
      const first = await pass()
      expect(first.files).toMatchObject([{ outcome: 'deferred' }])
      const log = join(folder, 'gdpr/forget-25052018-a-execution-log.json')
      expect(readExecutionLog(log).responses).toEqual([expect.stringMatching(/^ERROR: deferred: .*may not be changed/)])
      expect((await pass()).runs).toHaveLength(1)
      await chmod(profile, 0o644)
      expect((await pass()).files).toMatchObject([{ outcome: 'done' }])
      expect(readExecutionLog(log).responses).toEqual(['SUCCESS'])
      expect(await readFile(profile, 'utf8')).toBe(without)
    }))
})

describe('a favorite with the digits in a longer number', () => {
  const longer = '<Favorite Name="Liz" Phone="0049 12125550142 9"/>'

  it('stays and holds whom it may be, while the others are done', async () => {
    await withOffice(async ({ folder, profile, pass }) => {
      await writeFile(profile, profileOf(annsFavorite, longer, othersFavorite))
      await pass()
      const now = await readFile(profile, 'utf8')
      expect(now).toContain(longer)
      expect(now).not.toContain('"Ann"')
      const { responses, run } = readExecutionLog(join(folder, 'gdpr/forget-25052018-a-execution-log.json'))
      expect(responses).toEqual([expect.stringMatching(/^ERROR: held: .*may be a stranger’s.*`partOfNumber: erase`/)])
      expect(run.products).toMatchObject([{ outcome: 'partial', found: 1, erased: 1, left: 0 }])
    })
  })

  it('holds nobody any more once it is gone', async () => {
    await withOffice(async ({ folder, profile, pass }) => {
      await writeFile(profile, profileOf(longer, othersFavorite))
      await pass()
      await writeFile(profile, profileOf(othersFavorite))
      await pass(scheduledScope)
      const { responses } = readExecutionLog(join(folder, 'gdpr/forget-25052018-a-execution-log.json'))
      expect(responses).toEqual(['SUCCESS: not found'])
    })
  })
})
