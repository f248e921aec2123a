/** Reads a select through the driver's cursor, with back-pressure; the cursor is closed however the loop ends. */

import type { Knex } from 'knex'

import { asRow } from './rows.ts'

export async function* streamRows(
  query: Knex.QueryBuilder,
  signal?: AbortSignal,
): AsyncIterable<Readonly<Record<string, unknown>>> {
  // Without an options object knex's oracledb stream never starts.
  const stream = query.stream({ highWaterMark: 500 })
  const abort = (): void => {
    stream.destroy()
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    for await (const row of stream) yield asRow(row)
    signal?.throwIfAborted()
  } finally {
    signal?.removeEventListener('abort', abort)
    stream.destroy()
  }
}
