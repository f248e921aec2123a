/** Gathers a preview for people: a line per product and target, in bounded memory; the first keys and values on demand. */

import { textOfContent, type Finding, type Unevaluated } from '../domain/finding.ts'
import type { Foreseen } from '../domain/effect.ts'
import type { Preview } from '../app/operate/preview.ts'

import { drawTable, type Column } from './table.ts'

/** A person looks at a few; programs get them all. */
const shownLocators = 5

interface Line {
  readonly product: string
  readonly table: string
  readonly column: string
  readonly owners: Set<string>
  readonly first: { readonly locator: string; readonly value: string | null }[]
  /** What a forget would do, and to how many values. */
  readonly ways: Map<string, number>
  found: number
  empty: number
}

export class PreviewTable {
  readonly #lines = new Map<string, Line>()
  readonly #ends: string[] = []
  readonly #showValues: boolean
  readonly #isForget: boolean

  constructor({ showValues, isForget }: { readonly showValues: boolean; readonly isForget: boolean }) {
    this.#showValues = showValues
    this.#isForget = isForget
  }

  add(product: string, { target, locator, content, owner }: Finding): void {
    const line = this.#lineOf(product, target.table, target.column)
    if (locator === null) return
    line.owners.add(owner.subjectKey)
    const value = content === null ? null : textOfContent(content)
    if (value === null) line.empty += 1
    else line.found += 1
    if (this.#showValues && line.first.length < shownLocators) line.first.push({ locator, value })
  }

  foresee(product: string, effect: Foreseen): void {
    const { ways } = this.#lineOf(product, effect.target.table, effect.target.column)
    const way = wayOf(effect)
    ways.set(way, (ways.get(way) ?? 0) + effect.findings)
  }

  /** Whoever is concerned is answered with an error. */
  leaveOut(product: string, { target, unevaluated }: Unevaluated): void {
    const line = `${product}: ${target.table}.${target.column}: ERROR of whom it concerns: ${unevaluated}\n`
    if (!this.#ends.includes(line)) this.#ends.push(line)
  }

  end(step: Preview): void {
    if (step.kind === 'failed') this.#ends.push(`${step.product} FAILED (${step.code}): ${step.reason}\n`)
    // Without the identifier itself.
    if (step.kind === 'held')
      this.#ends.push(`${step.owner.kind} of ${step.owner.subjectKey}: ERROR: held: ${step.reason}\n`)
    if (step.kind !== 'searched') return
    if (step.quietUntil !== null) this.#ends.push(`${step.product}: quiet hours until ${step.quietUntil}: deferred\n`)
    for (const { place, message } of step.complaints) this.#ends.push(`${step.product}: ${place}: ${message}\n`)
  }

  totals(): { readonly targets: number; readonly found: number } {
    const lines = [...this.#lines.values()]
    return { targets: lines.length, found: lines.reduce((sum, line) => sum + line.found, 0) }
  }

  draw(width?: number): string {
    const columns: readonly Column[] = [
      { title: 'product' },
      { title: 'table' },
      { title: 'column' },
      { title: 'values', align: 'right' },
      { title: 'subjects', align: 'right' },
      ...(this.#isForget ? [{ title: 'would be' }] : []),
      ...(this.#showValues ? [{ title: 'locators and values' }] : []),
    ]
    const rows = [...this.#lines.values()].map((line) => {
      const counts = [line.product, line.table, line.column, line.found, line.owners.size]
      const ways = this.#isForget ? [waysOf(line)] : []
      return [...counts, ...ways, ...(this.#showValues ? [locatorsOf(line)] : [])]
    })
    return `${drawTable(columns, rows, width)}${this.#ends.join('')}\n`
  }

  #lineOf(product: string, table: string, column: string): Line {
    const key = JSON.stringify([product, table, column])
    const known = this.#lines.get(key)
    if (known !== undefined) return known
    const line: Line = { product, table, column, owners: new Set(), first: [], ways: new Map(), found: 0, empty: 0 }
    this.#lines.set(key, line)
    return line
  }
}

function wayOf({ fate, how }: Foreseen): string {
  switch (fate.kind) {
    case 'held':
    case 'failed':
      return `${fate.kind}: ${fate.reason}`
    case 'retained':
      return `retained: ${fate.basis}`
    case 'expires':
      return `expires: ${fate.at}`
    default:
      return how ?? fate.kind
  }
}

function waysOf({ ways }: Line): string {
  return [...ways].map(([way, count]) => `${way} (${count})`).join('; ')
}

function locatorsOf(line: Line): string {
  const more = line.found + line.empty - line.first.length
  const shown = line.first.map(({ locator, value }) => `${locator}=${value ?? '(empty)'}`)
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
