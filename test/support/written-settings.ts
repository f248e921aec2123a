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
