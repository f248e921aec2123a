/** Names a subject within its run, by where it stands in the request files; nothing personal. */

import type { SubjectType } from './subject.ts'

export interface SubjectPlace {
  /** Number of the request file in its run, from 1; null: of no file, since it is what came back of earlier forgets. */
  readonly file: number | null
  readonly type: SubjectType
  /** Among those of its type in the file, from 1. */
  readonly position: number
}

/** `<file number>.<consumer|employee>-<position>`; the file number of no file is 0. */
export function keyOfSubject({ file, type, position }: SubjectPlace): string {
  return `${file ?? 0}.${nameInFile({ type, position })}`
}

/** Throws RangeError when the key is none of ours. */
export function placeOfSubject(key: string): SubjectPlace {
  const [, file = '', employee, position = ''] = /^(\d+)\.(?:consumer|(employee))-(\d+)$/.exec(key) ?? []
  if (position === '') throw new RangeError('no key of a subject')
  const type = employee === undefined ? 'consumer' : 'employee'
  return { file: Number(file) === 0 ? null : Number(file), type, position: Number(position) }
}

/** Whoever an earlier version recorded under another key is none: what holds for consumers holds for them. */
export function isEmployee(key: string): boolean {
  return /^\d+\.employee-\d+$/.test(key)
}

/** `consumer-1`, `employee-1` …: the person's folder in an archive. */
export function nameInFile({ type, position }: Omit<SubjectPlace, 'file'>): string {
  return `${type}-${position}`
}
