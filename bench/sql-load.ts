/** Another program at work on the same table: 200 single-row updates a second; tells its latencies when it is stopped. */

import { setTimeout as delay } from 'node:timers/promises'

import type { DatabaseSettings } from '../src/platform/sql/settings.ts'
import { openDatabase } from '../src/platform/sql/open.ts'

const perSecond = 200

interface Order {
  readonly settings: DatabaseSettings
  readonly rows: number
}

process.once('message', (order: Order) => void work(order))

async function work({ settings, rows }: Order): Promise<void> {
  const database = await openDatabase('load', settings)
  const latencies: number[] = []
  const pending = new Set<Promise<void>>()
  const stop = new AbortController()
  process.once('message', () => {
    stop.abort()
  })
  const start = process.hrtime.bigint()
  for (let sent = 0; !stop.signal.aborted; sent++) {
    const due = (sent * 1000) / perSecond - Number(process.hrtime.bigint() - start) / 1e6
    if (due > 0) await delay(due)
    const one = update().finally(() => pending.delete(one))
    pending.add(one)
  }
  await Promise.all(pending)
  await database.close()
  process.send?.(latencies, () => {
    process.disconnect()
  })

  async function update(): Promise<void> {
    const id = 1 + Math.floor(Math.random() * rows)
    const from = process.hrtime.bigint()
    await database.knex.raw('update INTERACTION_FACT set STATUS = STATUS + 1 where INTERACTION_ID = ?', [id])
    latencies.push(Number(process.hrtime.bigint() - from) / 1e6)
  }
}
