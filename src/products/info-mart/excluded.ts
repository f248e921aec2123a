/** What a site leaves out: whole tables, and single columns that its version of a table does not have. */

export interface Excluded {
  readonly table: (table: string) => boolean
  /** The column itself, or its table. */
  readonly column: (table: string, column: string) => boolean
}

/** Entries are `TABLE` or `TABLE.COLUMN`, in upper or lower case. */
export function excludedBy(entries: readonly string[] = []): Excluded {
  const names = new Set(entries.map((entry) => entry.trim().toUpperCase()))
  const table = (name: string): boolean => names.has(name.toUpperCase())
  return { table, column: (name, column) => table(name) || table(`${name}.${column}`) }
}
