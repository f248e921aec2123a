/** Rows that one value leads to are a person's only while they are few. */

import type { Evaluation, Owner } from '../../../../domain/finding.ts'
import type { Row } from '../../database.ts'
import { textIn } from '../../rows.ts'
import type { Reach } from '../table-map.ts'

/** A carried value that leads to more rows than a person has. */
export interface TooMany {
  readonly tooMany: string
}

export function isTooMany(row: Row | TooMany): row is TooMany {
  return 'tooMany' in row
}

/** Rows value by value, each with all of its rows or none of them; waits for the last row, for few values at a time. */
export async function* fewEnough(rows: AsyncIterable<Row>, most: number): AsyncIterable<Row | TooMany> {
  const byVia = new Map<string, Row[]>()
  for await (const row of rows) {
    const via = textIn(row, 'via') ?? ''
    const known = byVia.get(via) ?? []
    if (known.length <= most) known.push(row)
    byVia.set(via, known)
  }
  for (const [via, known] of byVia) {
    if (known.length > most) yield { tooMany: via }
    else yield* known
  }
}

/** A chain that is as long as the list, say because every record has the same number, would make everybody one person. */
export function tooManyRows(reach: Reach, owners: Iterable<Owner>): readonly Evaluation[] {
  const unevaluated = `\`${reach.to.table}\` has more than ${reach.mostRows ?? 0} rows with one \`${reach.carry}\`: they are hardly one person's; check the table, then raise the limit or search matched rows only`
  return [...owners].flatMap((owner) =>
    reach.to.columns.map(({ column }) => ({ owner, target: { table: reach.to.table, column }, unevaluated })),
  )
}
