/** Settings as a customer writes them, for one tenant in New York: what a test says is what it is about. */

export interface WrittenSite {
  /** Lines before the tenants, at the margin. */
  readonly head: string
  /** Default: `./gdpr`. */
  readonly directory?: string
  /** More of the tenant, in lines as they come. */
  readonly tenant?: string
  /** Entries of the list, each beginning with `- `, in lines as they come. */
  readonly products: string
}

export function writtenSettings({ head, directory = './gdpr', tenant = '', products }: WrittenSite): string {
  const entries = products.split('\n').map((line) => `      ${line}`)
  return `${head.trim()}
tenants:
  - name: acme
    tenantKey: 1
    directory: ${directory}
    country: US
    timeZone: America/New_York
    ${tenant}
    products:
${entries.join('\n').trimEnd()}
`
}

/** An entry over tables of which all rows are one tenant's, with ID for a key. By table its columns, each as it is written. */
export function tablesIn(database: string, tables: Readonly<Record<string, readonly string[]>>): string {
  const entries = Object.entries(tables).map(
    ([table, columns]) => `    - table: ${table}
      key: [ID]
      tenant: null
      columns: [ ${columns.map((column) => `{ column: ${column} }`).join(', ')} ]`,
  )
  return `- product: tables\n  database: ${database}\n  tables:\n${entries.join('\n')}`
}
