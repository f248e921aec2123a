/** Checks every product entry of every tenant: against the product's own schema, and that the product exists. */

import type { SettingsProblem } from '../../domain/errors.ts'
import type { Product } from '../../domain/product.ts'

import { suggestion } from './nearest.ts'
import { isRecord, items, member, under, type LooseRecord } from './pointer.ts'
import type { CheckProductEntry } from './check-schema.ts'

/** What the settings need to know of the products, by id. */
export type KnownProducts = Readonly<
  Record<string, Pick<Product<never>, 'settingsSchema'> & Partial<Pick<Product<never>, 'checkSettings' | 'placeOf'>>>
>

export interface EntryCheck {
  readonly products: KnownProducts
  readonly databases: readonly string[]
  /** Whether requests of a tenant are taken in that folder. */
  readonly isInbox: (path: string) => boolean
  readonly checkEntry: CheckProductEntry
}

export function checkProducts(document: unknown, check: EntryCheck): readonly SettingsProblem[] {
  return items(member(document, 'tenants')).flatMap((tenant, tenantIndex) =>
    items(member(tenant, 'products')).flatMap((entry, index) => {
      const pointer = under('', 'tenants', tenantIndex, 'products', index)
      return isRecord(entry) ? checkEntry(entry, pointer, check) : []
    }),
  )
}

function checkEntry(entry: LooseRecord, pointer: string, check: EntryCheck): readonly SettingsProblem[] {
  const id = entry['product']
  // A missing or wrongly typed id is told by the file's own schema.
  if (typeof id !== 'string') return []
  const product = Object.hasOwn(check.products, id) ? check.products[id] : undefined
  if (product === undefined) {
    const message = `there is no such product: ${suggestion(id, Object.keys(check.products))}`
    return [{ pointer: under(pointer, 'product'), message }]
  }
  const rest = withoutProduct(entry)
  const shape = check.checkEntry(id, rest, pointer)
  // A product's own check may trust the shape that its schema promises.
  const own = shape.length > 0 ? [] : (product.checkSettings?.(rest, check.databases, check.isInbox) ?? [])
  const told = own.map((problem) => ({ ...problem, pointer: pointer + problem.pointer }))
  return withoutRepeats([...shape, ...checkDatabase(rest, pointer, check.databases), ...told])
}

/** The entry as its product sees it. A copy, so that making paths absolute leaves the document alone. */
export function withoutProduct(entry: LooseRecord): LooseRecord {
  const { product: _product, quietHours: _quietHours, approval: _approval, ...rest } = structuredClone(entry)
  return rest
}

function checkDatabase(entry: LooseRecord, pointer: string, databases: readonly string[]): readonly SettingsProblem[] {
  const name = entry['database']
  if (typeof name !== 'string' || databases.includes(name)) return []
  return [{ pointer: under(pointer, 'database'), message: undeclared(name, databases) }]
}

export function undeclared(name: string, databases: readonly string[]): string {
  return `\`databases\` declares no such database: ${suggestion(name, databases)}`
}

/** One problem per place is enough, the first and most basic one. */
function withoutRepeats(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  const seen = new Set<string>()
  return problems.filter(({ pointer, message }) => {
    const isDatabase = pointer.endsWith('/database')
    const key = isDatabase ? pointer : `${pointer}\n${message}`
    return !seen.has(key) && seen.add(key)
  })
}
