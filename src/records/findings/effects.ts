/** What erasing told: noted as it is told, so that a receipt lasts before anything follows it. */

import type { Knex } from 'knex'

import { fates, type Effect, type Fate } from '../../domain/effect.ts'
import { holdAnswers, type HoldAnswer } from '../../domain/hold.ts'
import type { Row } from '../../platform/sql/database.ts'
import { type FindingTable } from './finding-table.ts'
import { insertRow, insertRows, integerOf, onceCells, ownerFrom, partCells, read, textOf } from './record-rows.ts'
import { selectEntries, type RunPart, type Writer } from './run-part.ts'
import { tableUnfit } from '../failures.ts'

/** One erasing after the other; each tells anew what has become of everything recorded. */
export class EffectWriter {
  readonly #table: FindingTable
  readonly #part: RunPart
  readonly #by: Writer
  readonly #writer: string
  #pass: number | null = null
  #seq = 0

  constructor(table: FindingTable, part: RunPart, { by, token }: { readonly by: Writer; readonly token: string }) {
    this.#table = table
    this.#part = part
    this.#by = by
    this.#writer = `${by.attempt}.${by.fence}.${token}`
  }

  /** Committed when it resolves. */
  async note(effects: readonly Effect[]): Promise<void> {
    if (effects.length === 0) return
    const common = {
      ...partCells(this.#part, this.#by),
      ENTRY: 'effect',
      SEARCH: await this.#number(),
      WRITER: this.#writer,
    }
    const rows = effects.map(({ owner, target, fate, findings, locators = [] }, i) => ({
      SEQ_NO: this.#seq + i + 1,
      SUBJECT_KEY: owner.subjectKey,
      KIND: owner.kind,
      CONSUMER_ID: owner.consumerId,
      TABLE_NAME: target.table,
      COLUMN_NAME: target.column,
      FOUND: findings,
      CONTENT_KIND: fate.kind,
      CONTENT: JSON.stringify(locators.length === 0 ? fate : { ...fate, locators }),
    }))
    await insertRows(this.#table, common, rows)
    this.#seq += effects.length
  }

  /** It has come to its end: what it told takes the place of what was told before. */
  async complete(): Promise<void> {
    const pass = await this.#number()
    const row = { ...onceCells('erased', pass, 0), COMPLETES: this.#writer, LAST_SEQ: this.#seq }
    await this.#table.database.transaction((trx) =>
      insertRow(trx, this.#table, { ...partCells(this.#part, this.#by), ...row }),
    )
    this.#pass = pass + 1
    this.#seq = 0
  }

  async #number(): Promise<number> {
    return (this.#pass ??= ((await lastErasing(this.#table, this.#part))?.pass ?? 0) + 1)
  }
}

/** What the latest whole erasing told, and behind it what one that was cut off has told since. */
export async function readEffects(table: FindingTable, part: RunPart): Promise<readonly Effect[]> {
  const last = await lastErasing(table, part)
  const whole =
    last === null ? [] : await read(table, ofPass(table, part, last.pass).where(table.name('WRITER'), last.writer))
  const since = await read(table, ofPass(table, part, (last?.pass ?? 0) + 1))
  return [...whole, ...since].map(effectFrom)
}

async function lastErasing(table: FindingTable, part: RunPart) {
  const query = selectEntries(table, part, 'erased', 'SEARCH', 'COMPLETES').orderBy(table.name('SEARCH'))
  const row = (await read(table, query)).at(-1)
  return row === undefined ? null : { pass: integerOf(row, 'SEARCH'), writer: textOf(row, 'COMPLETES') ?? '' }
}

const effectColumns = ['SUBJECT_KEY', 'KIND', 'CONSUMER_ID', 'TABLE_NAME', 'COLUMN_NAME', 'FOUND', 'CONTENT'] as const

function ofPass(table: FindingTable, part: RunPart, pass: number): Knex.QueryBuilder {
  const order = (['ATTEMPT', 'FENCE', 'SEQ_NO'] as const).map(table.name)
  return selectEntries(table, part, 'effect', ...effectColumns)
    .where(table.name('SEARCH'), pass)
    .orderBy(order)
}

function effectFrom(row: Row): Effect {
  const members = membersIn(textOf(row, 'CONTENT') ?? '')
  return {
    owner: ownerFrom(row),
    target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
    fate: fateFrom(members),
    findings: integerOf(row, 'FOUND'),
    ...locatorsIn(members),
  }
}

type EffectMembers = Readonly<Record<string, unknown>>

function locatorsIn({ locators }: EffectMembers): Pick<Effect, 'locators'> {
  return Array.isArray(locators) ? { locators: locators.map(String) } : {}
}

function fateFrom(members: EffectMembers): Fate {
  const text = (name: string): string => textIn(members, name) ?? unreadable()
  const kind = fates.find((known) => known === members['kind']) ?? unreadable()
  switch (kind) {
    case 'erased':
    case 'gone':
    case 'absent':
      return { kind }
    case 'held':
      return { kind, reason: text('reason'), until: textIn(members, 'until'), ...holdIn(members) }
    case 'retained':
      return { kind, basis: text('basis') }
    case 'started':
      return { kind, receipt: text('receipt'), pollAfter: textIn(members, 'pollAfter'), ...reasonIn(members) }
    case 'expires':
      return { kind, at: text('at') }
    case 'failed':
      return { kind, reason: text('reason') }
    default:
      return kind satisfies never
  }
}

function holdIn(members: EffectMembers): { readonly hold?: HoldAnswer } {
  const hold = holdAnswers.find((known) => known === members['hold'])
  return hold === undefined ? {} : { hold }
}

function reasonIn(members: EffectMembers): { readonly reason?: string } {
  const reason = textIn(members, 'reason')
  return reason === null ? {} : { reason }
}

function membersIn(json: string): EffectMembers {
  const parsed: unknown = JSON.parse(json)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}

function textIn(members: EffectMembers, name: string): string | null {
  const value = members[name]
  return typeof value === 'string' ? value : null
}

function unreadable(): never {
  throw tableUnfit('an effect in the record cannot be read')
}
