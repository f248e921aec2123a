/** A small site where nothing goes unseen, and what its people and time do to it: for trials that chance makes up. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { decisionText } from '../support/approvers.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { memorySigner } from '../support/signers.ts'
import { consumers, tables, type World } from '../support/tenant-context.ts'

const stem = 'forget-25052018-ann'
/** Another request, whose plan is about other people. */
export const other = 'forget-25052018-bob'

export const signers = {
  rosa: memorySigner('rosa@example.com'),
  rosasOther: memorySigner('rosa@example.com'),
  liam: memorySigner('liam@example.com'),
  stranger: memorySigner('mary@example.com'),
} as const

export const needed = 2
export const expiresAfterMs = 1_000_000

/** Ann's, as her request has them. */
const phones = ['7815550101', '7815550102'] as const
const isAnns = (phone: string): boolean => phones.some((own) => phone.endsWith(own))

export interface PlanSeen {
  readonly plan: string
  readonly madeAt: number
}

export class Office {
  readonly #world: World
  offsetMs = 0
  settingsMark = 'settings'
  #dropped = 0

  constructor(world: World) {
    this.#world = world
    const approvers = [signers.rosa, signers.rosasOther, signers.liam].map(({ line }) => line)
    writeFileSync(this.#approvers, `${approvers.join('\n')}\n`)
  }

  get #approvers(): string {
    return join(this.#world.folder, 'approvers')
  }

  now(): number {
    return Date.now() + this.offsetMs
  }

  async ask(): Promise<void> {
    await this.#world.drop(`${stem}.json`, consumers(phones))
    await this.#world.drop(`${other}.json`, consumers(['7815550103']))
  }

  async pass(checkpoint: Checkpoint): Promise<void> {
    const clock = { ...systemClock, now: () => new Date(this.now()) }
    const approval = { mode: 'always', approvers: this.#approvers, needed, expiresAfterMs } as const
    const context = await this.#world.open({ clock, approval, settingsMark: this.settingsMark, checkpoint })
    await processPass(context, scheduledScope, new AbortController().signal)
  }

  plan(of: string = stem): PlanSeen | null {
    try {
      const plan: unknown = JSON.parse(readFileSync(join(this.#world.directory, `${of}-plan.json`), 'utf8'))
      const [hash, madeAt] = ['plan', 'madeAt'].map((name) => String(Reflect.get(Object(plan), name)))
      return { plan: hash ?? '', madeAt: Date.parse(madeAt ?? '') }
    } catch {
      return null
    }
  }

  /** No two have the same text, so that none is taken for one that came before. */
  decision(plan: string, decision: 'approve' | 'reject' = 'approve'): string {
    const at = new Date(1_700_000_000_000 + 1000 * this.#dropped++).toISOString()
    return decisionText({ plan, decision, at, ...(decision === 'reject' ? { reason: 'no' } : {}) })
  }

  drop(text: string, signature: string): void {
    writeFileSync(join(this.#world.directory, `${stem}-approval.json`), text)
    writeFileSync(join(this.#world.directory, `${stem}-approval.json.sig`), signature)
  }

  /** Of Ann: `table id phone`. */
  async rows(): Promise<ReadonlySet<string>> {
    const rows = new Set<string>()
    for (const table of tables) {
      for (const { ID, PHONE } of await this.#world.rows(table)) {
        if (isAnns(String(PHONE))) rows.add(`${table} ${String(ID)} ${String(PHONE)}`)
      }
    }
    return rows
  }

  /** Everybody else's. */
  async others(): Promise<readonly string[]> {
    const rows: string[] = []
    for (const table of tables) {
      for (const { ID, PHONE } of await this.#world.rows(table)) {
        if (/(?:0103|0199)$/.test(String(PHONE))) rows.push(`${table} ${String(ID)} ${String(PHONE)}`)
      }
    }
    return rows
  }

  async change(table: (typeof tables)[number], id: number, phone: string | null): Promise<void> {
    await this.#world.data.run(async (knex) => {
      if (phone === null) await knex(table).where({ ID: id }).delete()
      else await knex(table).insert({ ID: id, PHONE: phone }).onConflict('ID').merge()
    })
  }

  responses(): readonly string[] {
    try {
      return readExecutionLog(join(this.#world.directory, `${stem}-execution-log.json`)).responses
    } catch {
      return []
    }
  }
}
