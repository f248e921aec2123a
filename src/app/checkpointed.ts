/** The ports that make something lasting, each telling just before and just after it does: where a kill could fall. */

import { persist, type Checkpoint, type PersistencePoint } from '../domain/checkpoint.ts'
import { verbsOf, type ProductSession } from '../domain/product.ts'
import type { FindSet } from '../records/findings/find-set.ts'
import type { Findings } from '../records/findings/findings.ts'
import type { StepEntry } from '../records/journal/entries.ts'
import type { Journal } from '../records/journal/journal.ts'
import type { Answers } from './context.ts'

export function checkpointedJournal(journal: Journal, checkpoint: Checkpoint): Journal {
  const at = <T>(point: PersistencePoint, write: () => Promise<T>): Promise<T> => persist(checkpoint, point, write)
  return {
    ...journal,
    createRun: (...run) => at('journal:run', () => journal.createRun(...run)),
    restore: (...run) => at('journal:run', () => journal.restore(...run)),
    beginAttempt: (...attempt) => at('journal:attempt', () => journal.beginAttempt(...attempt)),
    endAttempt: (...attempt) => at('journal:attempt-end', () => journal.endAttempt(...attempt)),
    markFile: (...file) => at('journal:file', () => journal.markFile(...file)),
    markRun: (...run) => at('journal:run-end', () => journal.markRun(...run)),
    notePlan: (...plan) => at('journal:plan', () => journal.notePlan(...plan)),
    beginPlan: (...plan) => at('journal:plan-begun', () => journal.beginPlan(...plan)),
    markStep: (lease, run, product, change) =>
      at(pointOfStep(change), () => journal.markStep(lease, run, product, change)),
  }
}

function pointOfStep({ phase, outcome }: Partial<StepEntry>): PersistencePoint {
  if (outcome !== undefined) return 'journal:step'
  return phase === 'recorded' || phase === 'erased' ? `journal:${phase}` : 'journal:step'
}

export function checkpointedFindings(findings: Findings, checkpoint: Checkpoint): Findings {
  return {
    ...findings,
    under: (fence) => checkpointedFindings(findings.under(fence), checkpoint),
    takingUp: (whose) => checkpointedFindings(findings.takingUp(whose), checkpoint),
    noteOver: (note) => persist(checkpoint, 'record:over', () => findings.noteOver(note)),
    by: (...part) => checkpointedSet(findings.by(...part), checkpoint),
  }
}

function checkpointedSet(set: FindSet, checkpoint: Checkpoint): FindSet {
  const at = <T>(point: PersistencePoint, write: () => Promise<T>): Promise<T> => persist(checkpoint, point, write)
  return {
    ...set,
    append: (evaluations) => at('record:batch', () => set.append(evaluations)),
    appendUnseen: (evaluations) => at('record:further', () => set.appendUnseen(evaluations)),
    complete: () => at('record:complete', () => set.complete()),
    noteEffects: (effects) => at('record:effects', () => set.noteEffects(effects)),
    completeErasing: () => at('record:erased', () => set.completeErasing()),
    deliver: (signal) => at('history:delivered', () => set.deliver(signal)),
  }
}

export function checkpointedAnswers(answers: Answers, checkpoint: Checkpoint): Answers {
  const at = <T>(point: PersistencePoint, write: () => Promise<T>): Promise<T> => persist(checkpoint, point, write)
  return {
    ...answers,
    under: (fence) => checkpointedAnswers(answers.under(fence), checkpoint),
    reject: (...answer) => at('answer:rejection', () => answers.reject(...answer)),
    archive: (...answer) => at('answer:archive', () => answers.archive(...answer)),
    withdrawArchive: (...answer) => at('answer:archive', () => answers.withdrawArchive(...answer)),
    plan: (...answer) => at('answer:plan', () => answers.plan(...answer)),
    log: (...answer) => at('answer:log', () => answers.log(...answer)),
  }
}

/** What a session writes into its product is told as a whole; its transactions are told by the database. */
export function checkpointedSession(session: ProductSession, checkpoint: Checkpoint): ProductSession {
  return {
    ...verbsOf(session),
    async *erase(findings, run) {
      checkpoint('product:erase', 'before')
      yield* session.erase(findings, run)
      checkpoint('product:erase', 'after')
    },
  }
}
