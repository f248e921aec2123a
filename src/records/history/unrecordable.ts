/** Identifiers that the history cannot take: each is answered with an error of its own, and the others go on. */

import type { Owner } from '../../domain/finding.ts'
import type { Unrecordable } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Subject } from '../../domain/subject.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { HistoryTable } from './history-table.ts'

/**
 * Follows from the request files and the table alone, so that it is the same at every attempt. Whatever else is too long is
 * cut and marked; an identifier that was cut would not be found by the auditor who asks for it.
 */
export function unrecordableOf(table: HistoryTable, subjects: Subjects): readonly Unrecordable[] {
  const { length, bytes } = columnOf(table.shape, 'CONSUMER_ID') ?? { length: null, bytes: undefined }
  const room = Math.min(length ?? Number.POSITIVE_INFINITY, bytes ?? Number.POSITIVE_INFINITY)
  return subjects.flatMap(ownersIn).flatMap((owner): readonly Unrecordable[] => {
    const { consumerId } = owner
    const fits = consumerId.length <= room && (bytes === undefined || Buffer.byteLength(consumerId) <= bytes)
    return fits ? [] : [{ owner, reason: tooLong(room) }]
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

function ownersIn({ key, identifiers }: Subject): readonly Owner[] {
  return identifiers.map(({ kind, value }) => ({ subjectKey: key, kind, consumerId: value }))
}

function keyOf({ subjectKey, kind, consumerId }: Owner): string {
  return JSON.stringify([subjectKey, kind, consumerId])
}

function tooLong(room: number): string {
  return `the identifier is longer than the ${room} characters that the history can record; have its columns widened as \`lethe doctor\` says, and send the request again`
}
