/**
 * What the products and the history say to SQL Server and Oracle, executed by H2 in its modes of these engines: names,
 * types, aliases and the number of rows, which a grammar does not know. What H2 cannot do is named in `translate.ts`.
 */

import { describe, expect, it } from 'vitest'

import { everyConversation, type Conversation, type Wired } from '../statements/drive.ts'
import type { Statement } from '../statements/server.ts'
import { withH2, type Answer, type H2 } from './process.ts'
import { buildOf } from './tables.ts'
import { forH2 } from './translate.ts'

const engines = [
  {
    client: 'mssql',
    name: 'SQL Server',
    mode: 'MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE',
  },
  { client: 'oracledb', name: 'Oracle', mode: 'MODE=Oracle' },
] as const satisfies readonly { client: Wired; name: string; mode: string }[]

class Account {
  readonly replaced = new Map<string, number>()
  readonly cannot = new Map<string, number>()
  readonly failed = new Set<string>()
  /** Rows that each of them has changed. */
  readonly erasures = new Map<string, number>()
  executed = 0
  asIs = 0
  rows = 0
  changed = 0
}

for (const { client, name, mode } of engines) {
  describe(`H2 in the place of ${name}`, () => {
    it('executes every statement but those it has no means for', { timeout: 600_000 }, async () => {
      const account = new Account()
      await withH2(async (h2) => {
        for (const [i, conversation] of (await everyConversation(client)).entries()) {
          await h2.open(`jdbc:h2:mem:${client}${i};${mode}`)
          await build(h2, conversation)
          for (const statement of conversation.statements) await executeOne(h2, client, statement, account)
        }
      })
      process.stdout.write(reportOf(name, account))
      expect([...account.failed]).toEqual([])
      expect(account.executed).toBeGreaterThan(500)
      expect(account.asIs).toBeGreaterThan(50)
      expect(sum(account.cannot)).toBeGreaterThan(0)
      expect(account.rows).toBeGreaterThan(1_000)
      expect(account.changed).toBeGreaterThan(500)
      const idle = [...account.erasures].filter(([, rows]) => rows === 0).map(([sql]) => sql)
      expect(account.erasures.size).toBeGreaterThan(20)
      // A date compared as text: H2 writes it in another way than the servers do.
      expect(idle.filter((sql) => !sql.includes('BORN'))).toEqual([])
    })
  })
}

async function build(h2: H2, conversation: Conversation): Promise<void> {
  const { ddl, rows } = buildOf(conversation)
  for (const { sql, parameters } of [...ddl.map((one) => ({ sql: one, parameters: [] })), ...rows]) {
    const answer = await h2.execute(sql, parameters, 'keep')
    if (answer.kind === 'error') throw new Error(`${sql}: ${answer.message}`)
  }
}

async function executeOne(h2: H2, client: Wired, statement: Statement, account: Account): Promise<void> {
  const judgement = forH2(client, statement)
  if ('cannot' in judgement) {
    count(account.cannot, judgement.cannot)
    return
  }
  // Each statement meets all rows; only the history is created and filled.
  const stays = /^(create|insert) /i.test(judgement.sql) ? 'keep' : 'undo'
  const answer = await h2.execute(judgement.sql, judgement.parameters, stays)
  note(account, statement, answer)
  if (answer.kind === 'error') return
  for (const reason of judgement.replaced) count(account.replaced, reason)
  if (judgement.replaced.length === 0) account.asIs += 1
}

function note(account: Account, { operation, sql }: Statement, answer: Answer): void {
  if (answer.kind === 'error') {
    account.failed.add(`${operation}: ${answer.message.slice(0, 300)}\n  ${sql}`)
    return
  }
  account.executed += 1
  account[answer.kind] += answer.count
  if (isErasure(operation, sql)) account.erasures.set(sql, (account.erasures.get(sql) ?? 0) + answer.count)
}

/** Recorded rows stand in the tables as they were recorded. */
function isErasure(operation: string, sql: string): boolean {
  return operation.endsWith(': erase') && /^(update|delete)/.test(sql)
}

function reportOf(name: string, account: Account): string {
  const lines = [
    `${name}: ${account.executed} statements executed, ${account.asIs} of them as they are`,
    `  ${account.rows} rows read, ${account.changed} changed`,
    ...[...account.replaced].map(([reason, times]) => `  replaced in ${times}: ${reason}`),
    ...[...account.cannot].map(([reason, times]) => `  not executed, ${times}: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, one) => total + one, 0)
}
