/** What declared products add to the answers: their lines in the report, and who has to wait for a step by hand. Pure. */

import type { Confirmation, DeclaredReport, Disposition } from '../../domain/disposition.ts'
import type { Standing } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Subject } from '../../domain/subject.ts'
import type { ProductResult } from './outcomes.ts'

export interface DeclaredEntry {
  /** Name of the entry. */
  readonly name: string
  readonly disposition: Disposition
}

/** Of the run as a whole. */
export interface DeclaredRun {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** By name of the entry. */
  readonly done: ReadonlyMap<string, Confirmation>
}

const dayMs = 86_400_000

export function declaredReport({ name, disposition }: DeclaredEntry, { startedAt, done }: DeclaredRun): DeclaredReport {
  const { system, disposition: kind, reason, nextStep, dueInDays, blocks, owner } = disposition
  const dueAt = dueInDays === null ? null : new Date(Date.parse(startedAt) + dueInDays * dayMs).toISOString()
  const about = { product: name, system, disposition: kind, reason, nextStep, blocks, dueAt }
  return { ...about, ...(owner === undefined ? {} : { owner }), done: done.get(name) ?? null }
}

/** Who waits: those whom a blocking step concerns, and employees whom any step by hand concerns. */
export function declaredResult(entry: DeclaredEntry, run: DeclaredRun, subjects: Subjects): ProductResult {
  const standings = isOpen(entry, run) ? subjects.flatMap((subject) => waiting(entry, run, subject)) : []
  const outcome = standings.length === 0 ? 'done' : 'open'
  return { product: entry.name, outcome, reason: null, searchesBy: [], evaluated: 1, owners: [], standings }
}

function isOpen({ name, disposition }: DeclaredEntry, { done }: DeclaredRun): boolean {
  return disposition.disposition === 'manual' && !done.has(name)
}

function waiting(entry: DeclaredEntry, run: DeclaredRun, { key, type, identifiers }: Subject): readonly Standing[] {
  const { blocks, kinds, subjects, addressesOnly } = entry.disposition
  if (!subjects.includes(type) || !(blocks || type === 'employee')) return []
  const concerned = identifiers.filter(({ kind, value }) => {
    return (kinds === null || kinds.includes(kind)) && (addressesOnly !== true || value.includes('@'))
  })
  const reason = openSentence(declaredReport(entry, run), run.id)
  return concerned.map(({ kind, value }) => ({
    owner: { subjectKey: key, kind, consumerId: value },
    kind: 'open',
    reason,
  }))
}

function openSentence({ system, product, nextStep, dueAt }: DeclaredReport, run: string): string {
  const due = dueAt === null ? '' : ` (due ${dueAt.slice(0, 10)})`
  return `${system}: ${nextStep ?? 'a step by hand'}${due}; confirm it with \`lethe done ${run} --product ${product} --by NAME\`; do not send it again`
}
