/** Makes subjects and identifier places of a body that its schema has accepted. */

import { identifierKinds, type Identifier, type IdentifierKind } from '../../domain/identifier.ts'
import type { IdentifierPlace, Request } from '../../domain/request.ts'
import type { Subject, SubjectType } from '../../domain/subject.ts'
import { parseIdentifier, type ParsedIdentifier } from '../../platform/match/identifier.ts'

import type { CloudBody, OnPremisesBody, WrittenIdentifier } from './request-body.ts'

/** One person as written. */
export interface WrittenSubject {
  readonly type: SubjectType
  /** Of the array of identifier objects. */
  readonly pointer: string
  readonly identifiers: readonly WrittenIdentifier[]
  readonly attachedKeys: readonly string[]
  /** Whom the request wants it of; missing: the form has none, or nobody said. */
  readonly accountId?: string | undefined
}

export interface ReadingRules {
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  readonly country: string
  readonly form: Request['form']
  /** Position of the file in its run: subject keys start with it. */
  readonly fileNumber: number
  /** Characters that an identifier may have; null: as many as any may. */
  readonly longest: number | null
  /** The tenant's own accounts; missing: any. */
  readonly accounts?: readonly string[] | undefined
}

/** The attached keys belong to interactions, so that they are the consumers' alone. */
export function onPremisesSubjects(body: OnPremisesBody): readonly WrittenSubject[] {
  const attachedKeys = [...new Set(body['gim-attached-data']?.kvlist ?? [])]
  const consumers = (body.consumers ?? []).map(({ consumer }, index): WrittenSubject => {
    return { type: 'consumer', pointer: `/consumers/${index}/consumer`, identifiers: consumer, attachedKeys }
  })
  const employees = (body.employees ?? []).map(({ employee }, index): WrittenSubject => {
    return { type: 'employee', pointer: `/employees/${index}/employee`, identifiers: employee, attachedKeys: [] }
  })
  return [...consumers, ...employees]
}

export function cloudSubjects(body: CloudBody): readonly WrittenSubject[] {
  return body.requests.map(({ accountid: accountId, contacts: identifiers }, index) => {
    return { type: 'consumer', pointer: `/requests/${index}/contacts`, identifiers, attachedKeys: [], accountId }
  })
}

export interface ReadSubjects {
  readonly subjects: readonly Subject[]
  readonly places: readonly IdentifierPlace[]
}

/** A value that is badly formed is a problem of its place alone; the person keeps the other identifiers. */
export function readSubjects(written: readonly WrittenSubject[], rules: ReadingRules): ReadSubjects {
  const counts = { consumer: 0, employee: 0 }
  const read = written.map((subject) => {
    counts[subject.type] += 1
    return readSubject(subject, `${rules.fileNumber}.${subject.type}-${counts[subject.type]}`, rules)
  })
  return { subjects: read.map(({ subject }) => subject), places: read.flatMap(({ places }) => places) }
}

function readSubject(written: WrittenSubject, subjectKey: string, rules: ReadingRules) {
  const places: IdentifierPlace[] = []
  // By meaning: a person may be named by tens of thousands, in several spellings each.
  const identifiers = new Map<string, Identifier>()
  for (const [index, entry] of written.identifiers.entries()) {
    const named = kindAndValue(entry)
    if (named === null) continue
    const reading = readIdentifier(named, written, rules)
    const result = reading.ok
      ? { normal: reading.identifier.normal, problem: null }
      : { normal: null, problem: reading.problem }
    places.push({ pointer: `${written.pointer}/${index}`, kind: named.kind, subjectKey, ...result })
    if (!reading.ok) continue
    const meaning = `${named.kind}\n${reading.identifier.normal}`
    if (!identifiers.has(meaning)) identifiers.set(meaning, reading.identifier)
  }
  const { type, attachedKeys } = written
  const subject: Subject = { key: subjectKey, type, identifiers: [...identifiers.values()], attachedKeys }
  return { subject, places }
}

/** Source: the account number to search within (JSON File Format). Another account's people are not looked for here. */
const otherAccount = "`accountid` names an account that is none of this tenant's; send it to the tenant that has it"

function readIdentifier({ kind, value }: Named, { accountId }: WrittenSubject, rules: ReadingRules): ParsedIdentifier {
  const isOwn = rules.accounts === undefined || accountId === undefined || rules.accounts.includes(accountId.trim())
  if (!isOwn) return { ok: false, problem: otherAccount }
  if (rules.longest === null || value.length <= rules.longest) return parseIdentifier(kind, value, rules)
  return { ok: false, problem: `longer than ${rules.longest} characters` }
}

interface Named {
  readonly kind: IdentifierKind
  readonly value: string
}

/** Null for results of Intelligent Automation, which name nobody. */
function kindAndValue(entry: WrittenIdentifier): Named | null {
  for (const kind of identifierKinds) {
    const value = Object.hasOwn(entry, kind) ? entry[kind] : undefined
    if (value !== undefined) return { kind, value }
  }
  return null
}
