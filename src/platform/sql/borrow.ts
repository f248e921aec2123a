/** Lends a connection of knex's pool to a reader of rows; it goes back however the reading ends. */

import type { Knex } from 'knex'

/** Where knex's own streams of a driver keep no limit on memory, or lose a connection whose stream is left early. */
export async function* borrowConnection<T>(
  knex: Knex,
  read: (connection: object) => AsyncIterable<T>,
): AsyncIterable<T> {
  const client: unknown = knex.client
  const connection = await call(client, 'acquireConnection')
  try {
    if (typeof connection !== 'object' || connection === null) throw new TypeError('knex lent no connection')
    yield* read(connection)
  } finally {
    await call(client, 'releaseConnection', connection)
  }
}

async function call(client: unknown, method: string, ...values: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(Object(client), method)
  if (typeof found !== 'function') throw new TypeError(`knex has no ${method}`)
  const answer: unknown = await Reflect.apply(found, client, values)
  return answer
}
