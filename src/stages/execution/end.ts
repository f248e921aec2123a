/** How a step stands after an attempt, from what was found and what erasing did. */

import { countOf, type Effect, type Fate } from '../../domain/effect.ts'
import { describeFailure } from '../../domain/errors.ts'
import { heldReason, laterReason } from '../../domain/finding.ts'
import type { Standing } from '../../domain/outcome.ts'
import type { ProductOutcome, StepState } from '../../domain/step.ts'
import { erasedIn } from './erase.ts'
import type { LedgerTally, StepEnd, StepNotes, StepTask } from './step.ts'

/** What verification saw; nothing after an export. */
export interface SeenAfterwards {
  readonly left: number
  readonly stuck: readonly Standing[]
}

/** The search has ended, and what was erased was looked for again. */
export async function endStep(task: StepTask, notes: StepNotes, { left, stuck }: SeenAfterwards): Promise<StepEnd> {
  const tally = await task.ledger.tally()
  const [kept, others] = [notes.effects.filter(isByHold), notes.effects.filter((effect) => !isByHold(effect))]
  const told = others.flatMap((effect) => standingOf(effect, task.isLater))
  const rows = kept.flatMap((effect) => standingOf(effect, task.isLater))
  const held = heldIn(task, tally)
  const standings = [...unevaluatedIn(tally), ...held.standings, ...rows, ...told, ...stuck]
  const outcome = outcomeOf(standings, [...held.standings, ...rows])
  return {
    ...countsOf(task, tally, notes),
    left: task.run.action === 'forget' ? left + held.found : left,
    outcome,
    standings,
    reason: outcome === 'done' ? null : reasonOf(standings, outcome),
    dueAt: earliest(notes.effects),
    searchesBy: notes.searchesBy,
    usualSpellings: notes.usualSpellings,
    warnings: [...notes.warnings, ...((await task.session()).unjudged?.() ?? []), ...remarksOn(notes.effects)],
  }
}

/** Everything is recorded, and nothing more is erased for now. */
export async function postponeStep(
  task: StepTask,
  notes: StepNotes,
  { reason, until }: { readonly reason: string; readonly until: Date | null },
): Promise<StepEnd> {
  const tally = await task.ledger.tally()
  const waiting = tally.owners.filter(({ owner, found }) => found > 0 && !task.isAnswered(owner))
  const left = waiting.reduce((sum, { found }) => sum + found, 0)
  const standings = [
    ...unevaluatedIn(tally),
    ...heldIn(task, tally).standings,
    ...waiting.map(({ owner }) => ({ owner, kind: 'deferred', reason }) as const),
  ]
  const counts = { ...countsOf(task, tally, notes), left, deferred: left }
  const warnings = [...notes.warnings, ...((await task.session()).unjudged?.() ?? [])]
  const { searchesBy, usualSpellings } = notes
  const about = { searchesBy, usualSpellings, warnings, dueAt: until?.toISOString() ?? null }
  return { ...counts, ...about, outcome: 'deferred', standings, reason }
}

/** Whatever stopped the product for everybody. What was erased before stays so, and is told. */
export async function failStep(task: StepTask, notes: StepNotes, error: unknown): Promise<StepEnd> {
  const { code, reason } = describeFailure(error, 'stopped the product')
  task.log.error({ run: task.run.runId, product: task.product, code, reason }, 'product failed')
  // The record itself may be what failed. What it has lost is remembered: the next attempt must not take the rest for it.
  const record = await task.ledger.tally().catch(() => notes.noted)
  const counts = {
    evaluated: Math.max(record.evaluated, notes.noted.evaluated),
    found: Math.max(record.found, notes.noted.found),
    erased: Math.max(notes.noted.erased, countOf(notes.effects, 'erased')),
  }
  const { searchesBy, usualSpellings, warnings } = notes
  const about = { searchesBy, usualSpellings, warnings, dueAt: null }
  return { ...counts, ...about, left: 0, deferred: 0, outcome: 'failed', standings: [], reason }
}

/** A step that an earlier attempt ended: what stays on purpose is still told. */
export function doneBefore(step: StepState, effects: readonly Effect[]): StepEnd {
  const standings = effects.flatMap((effect) => standingOf(effect, true))
  return { ...step, outcome: 'done', deferred: 0, standings, dueAt: null }
}

function countsOf(task: StepTask, tally: LedgerTally, { effects, noted }: StepNotes) {
  const { evaluated, found } = tally
  const erased = effects.length === 0 ? noted.erased : erasedIn(task, tally, effects)
  return { evaluated, found, erased, deferred: waiting.reduce((sum, kind) => sum + countOf(effects, kind), 0) }
}

const waiting = ['held', 'started'] as const

function unevaluatedIn({ unevaluated }: LedgerTally): readonly Standing[] {
  return unevaluated.map(({ owner, reason }) => {
    const [held, later] = [heldReason(reason), laterReason(reason)]
    if (held !== null) return { owner, kind: 'held', reason: held }
    return later === null ? { owner, kind: 'failed', reason } : { owner, kind: 'deferred', reason: later }
  })
}

/** Whose values stay until somebody has looked at them. */
function heldIn({ heldBy }: StepTask, { owners }: LedgerTally) {
  const held = owners.flatMap(({ owner, found }) => {
    const why = heldBy(owner)
    // Where nothing is found a hold keeps the step open all the same: it is searched anew when the hold ends.
    if (why === null || (found === 0 && why.isHold !== true)) return []
    return [{ found, standing: { owner, kind: why.kind, reason: why.reason } }]
  })
  return { standings: held.map(({ standing }) => standing), found: held.reduce((sum, { found }) => sum + found, 0) }
}

/** What others took or changed is searched for in full once more; what is not found then is gone. */
function standingOf({ owner, fate, findings }: Effect, isLater: boolean): readonly Standing[] {
  switch (fate.kind) {
    case 'erased':
      return []
    case 'gone':
      return isLater ? [] : [{ owner, kind: 'deferred', reason: searchedOnce }]
    case 'held':
      return [{ owner, kind: heldKinds[fate.hold ?? 'none'], reason: fate.reason }]
    case 'started':
      return [{ owner, kind: 'deferred', reason: fate.reason ?? goesOn }]
    case 'retained':
      return [{ owner, kind: 'retained', reason: fate.basis }]
    case 'expires':
      return [{ owner, kind: 'expires', reason: fate.at }]
    case 'failed':
      return [{ owner, kind: 'failed', reason: fate.reason }]
    case 'absent':
      return Array.from({ length: findings }, () => ({ owner, kind: 'absent', reason: '' }) as const)
    default:
      return fate satisfies never
  }
}

const goesOn = 'the product goes on with it; it is asked again at the next pass'

const heldKinds = { held: 'held', retained: 'kept', none: 'deferred' } as const

const searchedOnce =
  'recorded values were moved, changed or removed by others before they were erased; everything is searched once more'

function isByHold({ fate }: Effect): boolean {
  return fate.kind === 'held' && fate.hold !== undefined
}

/** `held`: by the guard or a legal hold; what a search holds of somebody is a part of theirs. */
function outcomeOf(standings: readonly Standing[], held: readonly Standing[]): ProductOutcome {
  const isPart = (one: Standing): boolean => one.kind === 'failed' || (one.kind === 'held' && !held.includes(one))
  if (standings.some(isPart)) return 'partial'
  if (held.length > 0) return 'held'
  return standings.some(({ kind }) => kind === 'deferred') ? 'deferred' : 'done'
}

function reasonOf(standings: readonly Standing[], outcome: ProductOutcome): string {
  const kinds: readonly Standing['kind'][] = outcome === 'deferred' ? ['deferred'] : ['failed', 'held', 'kept']
  const reasons = new Set(standings.filter(({ kind }) => kinds.includes(kind)).map(({ reason }) => reason))
  const told = [...reasons].slice(0, mostReasons).join('; ')
  return told.endsWith(again) ? told : `${told}; ${again}`
}

const again = 'tried again at the next pass'

/** More of them help nobody. */
const mostReasons = 3

function earliest(effects: readonly Effect[]): string | null {
  const dates = effects.flatMap(({ fate }) => {
    if (fate.kind === 'started') return fate.pollAfter ?? []
    return fate.kind === 'held' ? (fate.until ?? []) : []
  })
  return dates.sort()[0] ?? null
}

/** Without the names of the places: those of logs may be personal. */
function remarksOn(effects: readonly Effect[]): readonly string[] {
  const retained = effects.filter(({ fate }) => fate.kind === 'retained').map(retainedSentence)
  const gone = countOf(effects, 'gone' satisfies Fate['kind'])
  const nothing = countOf(effects, 'absent' satisfies Fate['kind'])
  const told = [...(gone === 0 ? [] : [goneSentence(gone)]), ...(nothing === 0 ? [] : [absentSentence(nothing)])]
  return [...new Set(retained), ...told]
}

function retainedSentence({ target, fate, findings }: Effect): string {
  const basis = fate.kind === 'retained' ? fate.basis : ''
  return `${target.table}.${target.column}: ${findings} value(s) stay: ${basis}`
}

function absentSentence(count: number): string {
  return `${count} value(s) were handed over, and the system says that it holds nothing of them`
}

function goneSentence(count: number): string {
  return (
    `${count} recorded value(s) were moved, changed or removed by others before they were erased; everything that is ` +
    'there now was searched again; if something was moved away, redact it where it is'
  )
}
