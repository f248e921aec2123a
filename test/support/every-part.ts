/**
 * A product that uses every part of the contract, over one table: texts, files and whole cards; what is erased, held, kept
 * by law, put off to a date, or deleted by a job that somebody else runs.
 */

import {
  absent,
  erased,
  held,
  type Effect,
  type Fate,
  type Progress,
  type StartedEffect,
} from '../../src/domain/effect.ts'
import { StepFailed } from '../../src/domain/errors.ts'
import { notYet, type Content, type Evaluation, type Owner, type RecordedFinding } from '../../src/domain/finding.ts'
import type { Left } from '../../src/domain/outcome.ts'
import type { ProductSession, Subjects } from '../../src/domain/product.ts'
import { sha256 } from '../../src/platform/crypto/hash.ts'
import type { Database, Row } from '../../src/platform/sql/database.ts'

export const expiry = '2026-12-31T00:00:00.000Z'

export type ItemKind =
  'text' | 'file' | 'card' | 'recording' | 'backup' | 'held' | 'law' | 'broken' | 'late' | 'unknown'

export interface Item {
  readonly id: number
  readonly kind: ItemKind
  readonly phone: string
  readonly body: string
}

export async function createStore(database: Database, items: readonly Item[]): Promise<void> {
  for (const statement of [
    'create table ITEM (ID integer primary key, KIND text, PHONE text, BODY text, EXPIRES text, PUT_OFF integer default 0)',
    'create table JOB (RECEIPT text primary key, ITEM integer, BEGUN integer default 1, DONE integer default 0)',
  ]) {
    await database.run((knex) => knex.raw(statement))
  }
  const rows = items.map(({ id, kind, phone, body }) => ({ ID: id, KIND: kind, PHONE: phone, BODY: body }))
  await database.run((knex) => knex('ITEM').insert(rows))
}

/** The store's own jobs come to their end. */
export async function endJobs(database: Database): Promise<void> {
  await database.run((knex) => knex('ITEM').whereIn('ID', knex('JOB').select('ITEM')).delete())
  await database.run((knex) => knex('JOB').update({ DONE: 1 }))
}

export class StoreSession implements ProductSession {
  readonly searchesBy = ['phone'] as const
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async check() {
    return []
  }

  async *find(subjects: Subjects): AsyncIterable<Evaluation> {
    for (const owner of ownersOf(subjects)) {
      const rows = await this.#itemsOf(owner)
      if (rows.length === 0) yield { owner, target: targetOf('text'), locator: null, content: null }
      for (const row of rows) {
        const target = targetOf(String(row['KIND']))
        if (row['KIND'] === 'broken') yield { owner, target, unevaluated: 'an item has no key; give it one' }
        else if (row['KIND'] === 'late') yield { owner, target, unevaluated: notYet('the store tells it tomorrow') }
        else yield { owner, target, locator: String(row['ID']), content: contentOf(row) }
      }
    }
  }

  async *read({ locator }: RecordedFinding): AsyncIterable<Uint8Array> {
    const [row] = await this.#database.run((knex) =>
      knex<Row>('ITEM')
        .where({ ID: Number(locator) })
        .select('BODY'),
    )
    if (row === undefined)
      throw new StepFailed('changed', 'a file was removed since it was found', { retryable: false })
    const bytes = Buffer.from(String(row['BODY']))
    for (let from = 0; from < bytes.length; from += 1000) yield bytes.subarray(from, from + 1000)
  }

  async *erase(findings: AsyncIterable<RecordedFinding>): AsyncIterable<Effect> {
    for await (const { owner, target, locator } of findings) {
      const fate = await this.#eraseItem(Number(locator), target.table)
      const isBegun = fate.kind === 'started' || fate.kind === 'expires' || fate.kind === 'absent'
      const locators = isBegun ? { locators: [locator] } : {}
      yield { owner, target, fate, findings: 1, ...locators }
    }
  }

  async #eraseItem(id: number, table: string): Promise<Fate> {
    const item = { ID: id }
    switch (table) {
      case 'recording':
        return { kind: 'started', receipt: `job-${id}`, pollAfter: null }
      case 'backup':
        await this.#database.run((knex) =>
          knex('ITEM').where(item).whereNull('EXPIRES').update({ EXPIRES: expiry }).increment('PUT_OFF'),
        )
        return { kind: 'expires', at: expiry }
      case 'unknown':
        return absent
      case 'held':
        return held('the item is on hold')
      case 'law':
        return { kind: 'retained', basis: 'kept for the tax office' }
      case 'text':
        await this.#database.run((knex) => knex('ITEM').where(item).update({ PHONE: '***' }))
        return erased
      default:
        await this.#database.run((knex) => knex('ITEM').where(item).delete())
        return erased
    }
  }

  async *poll(started: readonly StartedEffect[]): AsyncIterable<Progress> {
    for (const { fate, locators = [] } of started) {
      const known = await this.#database.run((knex) => knex<Row>('JOB').where({ RECEIPT: fate.receipt }).select('DONE'))
      if (known[0]?.['DONE'] === 1) yield { receipt: fate.receipt, fate: erased }
      if (known.length > 0) continue
      await this.#database.run((knex) => knex('JOB').insert({ RECEIPT: fate.receipt, ITEM: Number(locators[0]) }))
    }
  }

  async verify(subjects: Subjects): Promise<readonly Left[]> {
    const left: Left[] = []
    for (const owner of ownersOf(subjects)) {
      for (const row of await this.#itemsOf(owner)) left.push({ owner, target: targetOf(String(row['KIND'])), rows: 1 })
    }
    return left
  }

  async close() {}

  async #itemsOf({ consumerId }: Owner): Promise<readonly Row[]> {
    return await this.#database.run((knex) => knex<Row>('ITEM').where({ PHONE: consumerId }).orderBy('ID').select())
  }
}

function targetOf(kind: string) {
  return { table: kind, column: kind === 'card' ? '*' : 'PHONE' }
}

function contentOf(row: Row): Content {
  const body = String(row['BODY'])
  switch (row['KIND']) {
    case 'file':
      return {
        kind: 'blob',
        name: 'call.wav',
        mediaType: 'audio/wav',
        bytes: Buffer.byteLength(body),
        sha256: sha256(body),
      }
    case 'card':
      return {
        kind: 'document',
        fields: { ID: String(row['ID']), PHONE: String(row['PHONE']), BODY: body, EXPIRES: null },
      }
    default:
      return String(row['PHONE'])
  }
}

function ownersOf(subjects: Subjects): readonly Owner[] {
  return subjects.flatMap(({ key, identifiers }) =>
    identifiers
      .filter(({ kind }) => kind === 'phone')
      .map(({ kind, value }) => ({ subjectKey: key, kind, consumerId: value })),
  )
}
