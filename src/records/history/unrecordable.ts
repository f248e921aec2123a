/** Identifiers that the history cannot take: each is answered with an error of its own, and the others go on. */

import { turnKey, type Owner, type OwnerTurns } from '../../domain/finding.ts'
import type { Unrecordable } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Subject } from '../../domain/subject.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { HistoryColumn, HistoryTable } from './history-table.ts'
import { ownersByTurn } from './turns.ts'

/** Who is named in a run, and in which turns. */
export interface Named {
  readonly subjects: Subjects
  readonly turns: OwnerTurns
}

/** Follows from the request files and the table alone, so that it is the same at every attempt. */
export function unrecordableOf(table: HistoryTable, run: Named): readonly Unrecordable[] {
  const room = (column: HistoryColumn): number => columnOf(table.shape, column)?.length ?? Number.POSITIVE_INFINITY
  const [forIdentifier, forKey] = [room('CONSUMER_ID'), room('COLUMN_NAME')]
  return run.subjects.flatMap((subject) => {
    const hasLongKey = subject.attachedKeys.some((key) => key.length > forKey)
    return ownersIn(subject).flatMap((owner): readonly Unrecordable[] => {
      if (owner.consumerId.length > forIdentifier) return [{ owner, reason: tooLong('the identifier', forIdentifier) }]
      if (hasLongKey) return [{ owner, reason: tooLong('a key of `kvlist`', forKey) }]
      return isAmbiguous(table, run, owner) ? [{ owner, reason: ambiguous }] : []
    })
  })
}

/** The people with the identifiers that are left; somebody may have none. */
export function withoutUnrecordable(subjects: Subjects, unrecordable: readonly Unrecordable[]): Subjects {
  if (unrecordable.length === 0) return subjects
  const left = new Set(unrecordable.map(({ owner }) => keyOf(owner)))
  return subjects.map((subject) => ({
    ...subject,
    identifiers: subject.identifiers.filter(({ kind, value }) => {
      return !left.has(keyOf({ subjectKey: subject.key, kind, consumerId: value }))
    }),
  }))
}

/** Owners who share a turn: too many gave the same, or the run began before there were turns. */
function isAmbiguous(table: HistoryTable, { subjects, turns }: Named, owner: Owner): boolean {
  if (table.layout === 'full') return false
  return ownersByTurn(subjects, turns).find(owner.consumerId, turns[turnKey(owner)] ?? 0) === null
}

function ownersIn({ key, identifiers }: Subject): readonly Owner[] {
  return identifiers.map(({ kind, value }) => ({ subjectKey: key, kind, consumerId: value }))
}

function keyOf({ subjectKey, kind, consumerId }: Owner): string {
  return JSON.stringify([subjectKey, kind, consumerId])
}

function tooLong(what: string, room: number): string {
  return `${what} is longer than the ${room} characters that the history can record; have its columns widened as \`lethe doctor\` says, and send the request again`
}

const ambiguous =
  'others of the same run gave this identifier, and the history has no columns to tell them apart; send the request again, in a file of its own'
