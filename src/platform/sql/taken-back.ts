/** Tries statements for what the database says of them, and takes them back. */

import type { Knex } from 'knex'

class TakenBack extends Error {}

/** Rejects with the error that one of the statements failed with; nothing of them lasts either way. */
export async function takenBack(knex: Knex, work: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  try {
    await knex.transaction(async (trx) => {
      await work(trx)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
}
