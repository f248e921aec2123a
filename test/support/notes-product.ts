/** A small product over one table, real in every step, for tests of the context. Rows that are held are deferred. */

import { once } from 'node:events'

import { erased, gone, held, type Effect } from '../../src/domain/effect.ts'
import { StepFailed } from '../../src/domain/errors.ts'
import type { Finding, Owner, RecordedFinding, Target } from '../../src/domain/finding.ts'
import type { Left } from '../../src/domain/outcome.ts'
import type { ProductSession, RunContext, Subjects } from '../../src/domain/product.ts'
import type { Database, Row } from '../../src/platform/sql/database.ts'

/** What the product is made to fail at; tests change it between passes. */
export interface Faults {
  open?: boolean
  check?: boolean
  /** After so many findings. */
  find?: number
  erase?: boolean
  /** Erasing fails at its end: something was changed meanwhile. */
  changed?: boolean
  /** Searches so many times until the first row, then fails for a passing reason. */
  passing?: number
  /** Erasing stops with an error that is nobody's and quotes data. */
  bug?: boolean
  /** Erasing says that it did, and did not. */
  lies?: boolean
  /** Rows that arrive between the search and the erasing, once. */
  arrives?: readonly { readonly id: number; readonly phone: string }[] | undefined
  /** Searching looks nowhere, and does not say so. */
  blind?: boolean
  /** Searching waits until it is told to stop. */
  waits?: boolean
}

export interface Call {
  readonly product: string
  readonly step: 'find' | 'erase' | 'verify'
  /** Findings that stood recorded when it was called. */
  readonly recorded: number
}

export async function createNotes(database: Database, table: string, rows: readonly [id: number, phone: string][]) {
  await database.run((knex) =>
    knex.raw(`create table ${table} (ID integer primary key, PHONE text, HELD integer default 0)`),
  )
  await database.run((knex) => knex(table).insert(rows.map(([ID, PHONE]) => ({ ID, PHONE }))))
}

export class NotesSession implements ProductSession {
  readonly searchesBy = ['phone'] as const
  readonly #database: Database
  readonly #target: Target
  readonly #faults: Faults
  readonly #calls: Call[]

  constructor(database: Database, table: string, faults: Faults, calls: Call[]) {
    this.#database = database
    this.#target = { table, column: 'PHONE' }
    this.#faults = faults
    this.#calls = calls
  }

  async check() {
    if (this.#faults.check !== true) return []
    return [{ severity: 'error', place: this.#target.table, message: 'the table is missing', remedy: null } as const]
  }

  async *find(subjects: Subjects, run: RunContext): AsyncIterable<Finding> {
    this.#note('find', 0)
    if (this.#faults.waits === true) await once(run.signal, 'abort')
    if (this.#faults.blind === true) return
    let yielded = 0
    for (const { owner, written } of owners(subjects)) {
      run.signal.throwIfAborted()
      const rows = await this.#rowsWith(written)
      if (rows.length === 0) yield { owner, target: this.#target, locator: null, content: null }
      for (const row of rows) {
        if (yielded++ === this.#faults.find)
          throw new StepFailed('missing-table', 'a table is missing', { retryable: false })
        yield { owner, target: this.#target, locator: String(row['ID']), content: String(row['PHONE']) }
        this.#failInPassing()
      }
    }
  }

  async *erase(findings: AsyncIterable<RecordedFinding>, run: RunContext): AsyncIterable<Effect> {
    await this.#arrive()
    if (this.#faults.bug === true) throw new TypeError('cannot read 7815550101')
    const recorded: RecordedFinding[] = []
    for await (const finding of findings) recorded.push(finding)
    this.#note('erase', recorded.length)
    const target = this.#target
    for (const { locator, content: value, owner } of recorded) {
      run.signal.throwIfAborted()
      if (this.#faults.lies === true) {
        yield { owner, target, fate: erased, findings: 1 }
        continue
      }
      if (this.#faults.erase === true) throw new StepFailed('connection', 'the connection failed', { retryable: true })
      const where = { ID: Number(locator) }
      const table = this.#target.table
      await this.#database.transaction((trx) =>
        trx(table)
          .where({ ...where, PHONE: value, HELD: 0 })
          .update({ PHONE: '***' }),
      )
      const [row] = await this.#database.run((knex) => knex<Row>(table).where(where).select('PHONE'))
      yield { owner, target, fate: this.#fateOf(row?.['PHONE'], value), findings: 1 }
    }
    if (this.#faults.changed === true) {
      throw new StepFailed('changed', 'a value is not as it was recorded', { retryable: false })
    }
  }

  async verify(subjects: Subjects, findings: AsyncIterable<RecordedFinding>): Promise<readonly Left[]> {
    const left: Left[] = []
    for (const { owner, written } of owners(subjects)) {
      left.push({ target: this.#target, owner, rows: (await this.#rowsWith(written)).length })
    }
    let recorded = 0
    for await (const { locator, content: value, owner } of findings) {
      recorded++
      const same = { ID: Number(locator), PHONE: value }
      const rows = await this.#database.run((knex) => knex<Row>(this.#target.table).where(same).select('ID'))
      if (subjects.length === 0) left.push({ target: this.#target, owner, rows: rows.length })
    }
    this.#note('verify', recorded)
    return left.filter(({ rows }) => rows > 0)
  }

  async close() {}

  #fateOf(now: unknown, value: unknown): Effect['fate'] {
    if (now === '***') return erased
    return now === value ? held('record is held by the dialer') : gone
  }

  #failInPassing(): void {
    const left = this.#faults.passing ?? 0
    if (left === 0) return
    this.#faults.passing = left - 1
    throw new StepFailed('lock', 'a lock was not granted in time', { retryable: true })
  }

  async #arrive(): Promise<void> {
    const arriving = this.#faults.arrives ?? []
    this.#faults.arrives = undefined
    const rows = arriving.map(({ id, phone }) => ({ ID: id, PHONE: phone }))
    if (rows.length > 0) await this.#database.run((knex) => knex(this.#target.table).insert(rows))
  }

  async #rowsWith(written: readonly string[]): Promise<readonly Row[]> {
    return this.#database.run((knex) =>
      knex<Row>(this.#target.table)
        .whereIn('PHONE', [...written])
        .orderBy('ID')
        .select('ID', 'PHONE'),
    )
  }

  #note(step: Call['step'], recorded: number): void {
    this.#calls.push({ product: this.#target.table, step, recorded })
  }
}

function owners(subjects: Subjects): readonly { readonly owner: Owner; readonly written: readonly string[] }[] {
  return subjects.flatMap((subject) =>
    subject.identifiers
      .filter(({ kind }) => kind === 'phone')
      .map(({ kind, value, written }) => ({ owner: { subjectKey: subject.key, kind, consumerId: value }, written })),
  )
}
