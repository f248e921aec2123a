/** Tells what erasing would do to what was found: how each column is redacted, and which rows may not be touched now. */

import { erased, held, type Foreseen } from '../../../domain/effect.ts'
import type { FoundValue } from '../../../domain/finding.ts'
import { effectsOn, kept, type EraseRun } from './erase.ts'
import { heldRows } from './present.ts'
import { bucketsOf } from './recorded-rows.ts'
import { replacementsBy } from './redacted.ts'
import type { Redaction } from './table-map.ts'

const ways: Readonly<Record<Redaction, string | null>> = {
  mask: 'masked as `***`',
  null: 'set to NULL',
  pseudonym: 'replaced by a pseudonym',
  delete: 'deleted with its row',
  keep: null,
}

export async function* foreseeErasing(run: EraseRun, findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
  const { database, targetOf, signal } = run
  const replacementOf = replacementsBy(targetOf, run.pseudonymOf)
  for await (const { target, rows } of bucketsOf(findings, database.rowsPerTransaction, replacementOf)) {
    signal.throwIfAborted()
    const { table, column } = await targetOf(target)
    const holding = await database.run((knex) => heldRows(knex, database.dialect, { table, column, rows }))
    const how = ways[column.redact]
    const fate = how === null ? kept : erased
    const effects = effectsOn(target, rows, ({ locator }) => {
      return holding.has(locator) && how !== null ? held(table.hold?.reason ?? '') : fate
    })
    for (const effect of effects) yield { ...effect, how: effect.fate.kind === 'erased' ? how : null }
  }
}
