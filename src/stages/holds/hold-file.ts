/** Reads a list of holds from a file: CSV with a line of names at its head, or a list in YAML or JSON. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

import type { LegalHold } from '../../domain/hold.ts'
import { readCsv } from '../../platform/csv/read-csv.ts'
import { yamlPlaces } from '../../platform/text/yaml-places.ts'
import { readYaml } from '../../platform/text/yaml.ts'
import { holdFields, readHold, type HoldField, type HoldRules, type WrittenHold } from './read-terms.ts'

/** One line of a list, with the place in it for people. */
export interface HoldLine {
  readonly place: string
  readonly written: WrittenHold
}

export interface HoldList {
  readonly holds: readonly LegalHold[]
  /** Place, rule and next step; nothing that stands in the list. */
  readonly problems: readonly string[]
}

type Lines = { readonly lines: readonly HoldLine[]; readonly problems: readonly string[] }

export async function readHoldFile(path: string, rules: HoldRules): Promise<HoldList> {
  const name = basename(path)
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch {
    return broken(`\`${name}\`: the file cannot be read; put it back, or grant the right to read it`)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const { lines, problems } = /\.csv$/i.test(path) ? csvLines(text) : yamlLines(text)
    const read = holdsIn(lines, rules)
    return { holds: read.holds, problems: [...problems, ...read.problems].map((one) => `\`${name}\` ${one}`) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return broken(`\`${name}\`: the file is not UTF-8; save it so`)
  }
}

export function holdsIn(lines: readonly HoldLine[], rules: HoldRules): HoldList {
  const read = lines.map(({ place, written }) => ({ place, reading: readHold(written, rules) }))
  return {
    holds: read.flatMap(({ reading }) => (reading.ok ? [reading.hold] : [])),
    problems: read.flatMap(({ place, reading }) =>
      reading.ok ? [] : reading.problems.map((problem) => `${place}: ${problem}`),
    ),
  }
}

/** Missing fields as null. */
export function writtenHold(fields: Readonly<Partial<Record<HoldField, string | null>>>): WrittenHold {
  const field = (name: HoldField): string | null => {
    const text = fields[name]?.trim() ?? ''
    return text === '' ? null : text
  }
  return {
    kind: field('kind'),
    value: field('value'),
    product: field('product'),
    table: field('table'),
    locator: field('locator'),
    reason: field('reason'),
    until: field('until'),
    answer: field('answer'),
  }
}

function broken(problem: string): HoldList {
  return { holds: [], problems: [problem] }
}

/** A file that was cut off in the middle would hold fewer people than it should: a line must have all of its cells. */
function csvLines(text: string): Lines {
  const reading = readCsv(text)
  if (reading.kind === 'broken')
    return { lines: [], problems: [`line ${reading.line}: a quote is not closed; close it`] }
  const [head, ...records] = reading.records
  if (head === undefined)
    return { lines: [], problems: ['line 1: there is no line of names; begin with `kind,value,reason,until`'] }
  const names = head.cells.map((cell) => holdFields.find((one) => one === cell.trim().toLowerCase()) ?? null)
  const isKnown = !names.includes(null) && new Set(names).size === names.length
  if (!isKnown)
    return { lines: [], problems: [`line ${head.line}: the names must be of ${holdFields.join(', ')}, each once`] }
  const uneven = records.filter(({ cells }) => cells.length !== names.length)
  return {
    lines: records
      .filter((record) => !uneven.includes(record))
      .map(({ line, cells }) => {
        const named = names.flatMap((name, i): [HoldField, string | null][] =>
          name === null ? [] : [[name, cells[i] ?? null]],
        )
        return { place: `line ${line}`, written: writtenHold(Object.fromEntries(named)) }
      }),
    problems: uneven.map(({ line }) => `line ${line}: it must have ${names.length} cells as line ${head.line} has`),
  }
}

function yamlLines(text: string): Lines {
  const reading = readYaml(text)
  if (reading.kind === 'broken') {
    return { lines: [], problems: reading.problems.map(({ line, message }) => `line ${line}: ${message}`) }
  }
  // A file with nothing but comments is an empty list; one that is empty may have been cut off.
  if (reading.value === null && text.trim() !== '') return { lines: [], problems: [] }
  if (!Array.isArray(reading.value))
    return { lines: [], problems: ['line 1: it must be a list of holds, `[]` where there are none'] }
  const placeOf = yamlPlaces(text)
  const lines: HoldLine[] = []
  const problems: string[] = []
  const items: readonly unknown[] = reading.value
  for (const [index, item] of items.entries()) {
    const place = `line ${placeOf?.(`/${index}`).line ?? index + 1}`
    const fields = fieldsOf(item)
    if (typeof fields === 'string') problems.push(`${place}: ${fields}`)
    else lines.push({ place, written: writtenHold(fields) })
  }
  return { lines, problems }
}

/** Or what is wrong with it. A number loses its zeros and its plus: it has to be a text. */
function fieldsOf(item: unknown): Readonly<Partial<Record<HoldField, string | null>>> | string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return 'must be an object'
  const entries = Object.entries(item)
  const unknown = entries.filter(([name]) => !holdFields.some((field) => field === name))
  if (unknown.length > 0) return `its members must be of ${holdFields.join(', ')}`
  const untold = entries.filter(([, value]) => value !== null && typeof value !== 'string')
  if (untold.length > 0) return `\`${untold.map(([name]) => name).join('`, `')}\` must be a text: put it in quotes`
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : null]))
}
