/** Who confirmed the manual steps of a run; written without the lease, by whoever did them. */

import type { Knex } from 'knex'

import type { Confirmation } from '../../../domain/disposition.ts'
import type { Row } from '../../../platform/sql/database.ts'
import { text, textOrNull } from '../rows.ts'

export async function readConfirmations(knex: Knex, runId: string): Promise<ReadonlyMap<string, Confirmation>> {
  const rows = await knex<Row>('lethe_confirmation').where({ run_id: runId }).select('*')
  return new Map(
    rows.map((row) => [
      text(row, 'product'),
      { by: text(row, 'confirmed_by'), at: text(row, 'confirmed_at'), note: textOrNull(row, 'note') },
    ]),
  )
}

/** The first confirmation stays; false when there is one already. */
export async function writeConfirmation(
  trx: Knex,
  runId: string,
  product: string,
  { by, at, note }: Confirmation,
): Promise<boolean> {
  const [known] = await trx<Row>('lethe_confirmation').where({ run_id: runId, product }).select('product')
  if (known !== undefined) return false
  await trx('lethe_confirmation').insert({ run_id: runId, product, confirmed_by: by, confirmed_at: at, note })
  return true
}
