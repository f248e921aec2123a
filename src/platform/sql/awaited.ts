/** Has it told when a database is waited for: one that does not answer, a statement that takes long, a lock of others. */

import { untoldWaits, type Waits } from '../time/waits.ts'
import type { Database, Row } from './database.ts'
import type { StreamOptions } from './dialect.ts'

/** The same database when nobody is told. */
export function awaited(database: Database, waits: Waits): Database {
  if (waits === untoldWaits) return database
  const what = `the database \`${database.name}\``
  return {
    ...database,
    describe: (table) => waits.during(what, () => database.describe(table)),
    stream: (query, options) => {
      const sign = signOfLife(options.onRead)
      const rows = database.stream(query, { ...options, onRead: sign.onRead })
      return untilFirst(rows, (first) => waits.during(what, () => Promise.race([first, sign.seen])))
    },
    run: (work) => waits.during(what, () => database.run(work)),
    transaction: (work) => waits.during(what, () => database.transaction(work)),
    insertRows: (insertion) => waits.during(what, () => database.insertRows(insertion)),
    clearFiles: () => waits.during(what, database.clearFiles),
  }
}

type OnRead = StreamOptions['onRead']

/** A read that tells how far it has come is not waited for any more. */
function signOfLife(onRead: OnRead): { readonly onRead: OnRead; readonly seen: Promise<void> } {
  if (onRead === undefined) return { onRead, seen: new Promise(() => {}) }
  let tell = (): void => {}
  const seen = new Promise<void>((resolve) => {
    tell = resolve
  })
  const told: OnRead = (rows, of) => {
    tell()
    onRead(rows, of)
  }
  return { onRead: told, seen }
}

/** Of a long read the rows tell themselves. */
async function* untilFirst(
  rows: AsyncIterable<Row>,
  waitFor: (first: Promise<unknown>) => Promise<unknown>,
): AsyncIterable<Row> {
  const each = rows[Symbol.asyncIterator]()
  const unread: AsyncIterable<Row> = { [Symbol.asyncIterator]: () => each }
  try {
    const reading = each.next()
    await waitFor(reading)
    const first = await reading
    if (first.done === true) return
    yield first.value
    yield* unread
  } finally {
    // Whoever stops at the first row leaves no statement behind.
    await each.return?.()
  }
}
