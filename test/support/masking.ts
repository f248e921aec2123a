/** A database that masks what it shows, as SQL Server and Oracle can: conditions see the values, rows that come back do not. */

import type { Database, Row } from '../../src/platform/sql/database.ts'

/** `mask` is what the login is shown of the first column of a table map. */
export function masking(database: Database, mask: (value: string) => string | null): Database {
  const shown = (row: Row): Row => (typeof row['c0'] === 'string' ? { ...row, c0: mask(row['c0']) } : row)
  const shownAll = <T>(answer: T): T => (Array.isArray(answer) ? Object.assign(answer, answer.map(shown)) : answer)
  return {
    ...database,
    stream: async function* (query, options) {
      for await (const row of database.stream(query, options)) yield shown(row)
    },
    run: async (work) => shownAll(await database.run(work)),
  }
}
