/** Real processes on one journal: one that was killed is followed at once, one that was paused is out when it wakes up. */

import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

import { describe, expect, test } from 'vitest'

import { openJournal, type Journal } from '../../../src/records/journal/journal.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../../../src/platform/sql/settings.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { withFolder } from '../../support/databases.ts'
import { engines } from '../../support/engines.ts'
import { worker } from '../../support/worker.ts'

const built = new URL('../../../dist/', import.meta.url)

/** Holds the lease of `acme`, says so on its standard output, and then how it ended; asked by a line, it writes. */
const holder = `
const { openJournal } = await import('${built.href}records/journal/journal.js')
const { createInterface } = await import('node:readline')
const { openDatabase } = await import('${built.href}platform/sql/open.js')
const { systemClock } = await import('${built.href}platform/time/clock.js')
const [settings, lease] = JSON.parse(process.argv[1])
const worker = ${JSON.stringify(worker)}
const options = { client: settings.client, clock: systemClock, id: 'holder-' + process.hrtime.bigint(), worker, lease }
const journal = await openJournal(await openDatabase('journal', settings), options)
const turn = { tenant: 'acme', isPatient: false, signal: new AbortController().signal }
const asked = createInterface(process.stdin)[Symbol.asyncIterator]()
const end = await journal.withLease(turn, async (lease) => {
  console.log('holding')
  for (let line = await asked.next(); !line.done; line = await asked.next()) {
    await journal.notePass(lease)
    console.log('written')
  }
}).catch((error) => error.code)
console.log(end)
process.stdin.destroy()
await journal.close()`

interface Holder {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly lines: Interface
}

/** Between two heartbeats: whoever stops within a transaction of SQLite holds up everybody, and loses nothing. */
async function pause({ child }: Holder, heartbeat: () => Promise<unknown>): Promise<void> {
  const before = await heartbeat()
  await expect.poll(heartbeat, { timeout: 30_000, interval: 5 }).not.toBe(before)
  child.kill('SIGSTOP')
}

/** What it says of a write that it is asked for in its sleep. */
async function wakeAndWrite({ child, lines }: Holder): Promise<unknown> {
  const said = once(lines, 'line')
  child.stdin.write('write\n')
  child.kill('SIGCONT')
  const [line]: unknown[] = await said
  return line
}

async function startHolder(settings: DatabaseSettings, lease: Lease): Promise<Holder> {
  const argument = JSON.stringify([settings, lease])
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, argument], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const [line]: unknown[] = await once(lines, 'line')
  expect(line).toBe('holding')
  return { child, lines }
}

interface Lease {
  readonly expiryMs: number
  readonly locks: string | null
}

const acme = { tenant: 'acme', isPatient: false, signal: new AbortController().signal }
const acmeOnly = { tenant: 'acme' }
const worked = async (): Promise<string> => 'worked'

interface Scene {
  readonly first: Holder
  readonly second: Journal
  readonly heartbeat: () => Promise<unknown>
  /** Another worker on the same journal. */
  readonly another: (id: string) => Promise<Journal>
}

describe.each(engines.filter(({ name }) => name === 'SQLite' || name === 'PostgreSQL'))(
  'two processes on one journal on $name',
  ({ withDatabase }) => {
    async function withTwo(expiryMs: number, work: (scene: Scene) => Promise<void>): Promise<void> {
      expect(existsSync(new URL('records/journal/journal.js', built)), 'run `npm run build` first').toBe(true)
      await withFolder((folder) =>
        withDatabase(async ({ knex }, settings) => {
          const lease = { expiryMs, locks: `${folder}/workers` }
          const first = await startHolder(settings, lease)
          const opened: Journal[] = []
          const another = async (id: string): Promise<Journal> => {
            const options = { client: settings.client, clock: systemClock, id, worker, lease }
            const journal = await openJournal(await openDatabase('journal', settings), options)
            opened.push(journal)
            return journal
          }
          try {
            const heartbeat = async () => JSON.stringify(await knex('lethe_lease').where(acmeOnly).select('heartbeat'))
            await work({ first, second: await another('second'), another, heartbeat })
          } finally {
            first.child.kill('SIGKILL')
            for (const journal of opened) await journal.close()
          }
        }),
      )
    }

    test('never work for one tenant together; a killed one is followed at once', async () => {
      await withTwo(600_000, async ({ first, second }) => {
        expect(await second.withLease(acme, worked)).toBe('busy')
        expect(await second.withLease({ ...acme, tenant: 'globex' }, worked)).toBe('worked')
        first.child.kill('SIGKILL')
        await once(first.child, 'exit')
        expect(await second.withLease(acme, worked)).toBe('worked')
      })
    })

    test('one that was killed is followed at once also by who starts later, and works for another tenant first', async () => {
      await withTwo(600_000, async ({ first, another }) => {
        first.child.kill('SIGKILL')
        await once(first.child, 'exit')
        for (const [id, tenant] of [
          ['third', 'globex'],
          ['fourth', 'initech'],
          ['fifth', 'acme'],
        ] as const) {
          expect(await (await another(id)).withLease({ ...acme, tenant }, worked)).toBe('worked')
        }
      })
    })

    test('one that is paused is not followed before its lease is over, and has lost it when it wakes up', async () => {
      await withTwo(3000, async ({ first, second, heartbeat }) => {
        await pause(first, heartbeat)
        const paused = performance.now()
        expect(await second.withLease(acme, worked)).toBe('busy')
        await expect.poll(() => second.withLease(acme, worked), { timeout: 30_000, interval: 50 }).toBe('worked')
        expect(performance.now() - paused).toBeGreaterThan(2900)
        expect(await wakeAndWrite(first)).toBe('lease-lost')
      })
    })

    test('one that is paused for longer while nobody else comes goes on when it wakes up', async () => {
      await withTwo(1500, async ({ first, second, heartbeat }) => {
        await pause(first, heartbeat)
        await systemClock.sleep(3500)
        expect(await wakeAndWrite(first)).toBe('written')
        expect(await second.withLease(acme, worked)).toBe('busy')
      })
    })
  },
)
