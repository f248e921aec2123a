/** What the demo shows, one thing after the other; how it is drawn is up to whoever looks. */

export type DemoScene =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

export type Tell = (scene: DemoScene) => Promise<void>

/** Rows of a query as a table; NULL is shown as such. */
export function tableOf(title: string, rows: readonly Readonly<Record<string, unknown>>[]): DemoScene {
  const columns = Object.keys(rows[0] ?? {})
  return { kind: 'table', title, columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column]))) }
}

function cellOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'NULL'
}
