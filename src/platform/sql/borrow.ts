/** Lends a connection of knex's pool to whoever needs its driver; it goes back however the work ends. */

import type { Knex } from 'knex'

/** Where knex's own streams of a driver keep no limit on memory, or lose a connection whose stream is left early. */
export async function* borrowConnection<T>(
  knex: Knex,
  read: (connection: object) => AsyncIterable<T>,
): AsyncIterable<T> {
  const connection = await take(knex)
  try {
    yield* read(connection)
  } finally {
    await giveBack(knex, connection)
  }
}

/** For what knex has no words for: bulk writing. */
export async function withConnection<T>(knex: Knex, work: (connection: object) => Promise<T>): Promise<T> {
  const connection = await take(knex)
  try {
    return await work(connection)
  } finally {
    await giveBack(knex, connection)
  }
}

async function take(knex: Knex): Promise<object> {
  const connection = await call(knex.client, 'acquireConnection')
  if (typeof connection !== 'object' || connection === null) throw new TypeError('knex lent no connection')
  return connection
}

async function giveBack(knex: Knex, connection: object): Promise<void> {
  await call(knex.client, 'releaseConnection', connection)
}

async function call(client: unknown, method: string, ...values: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(Object(client), method)
  if (typeof found !== 'function') throw new TypeError(`knex has no ${method}`)
  const answer: unknown = await Reflect.apply(found, client, values)
  return answer
}
