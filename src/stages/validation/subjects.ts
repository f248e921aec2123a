/** Makes subjects and identifier places of a body that its schema has accepted. */

import { identifierKinds, type Identifier, type IdentifierKind } from '../../domain/identifier.ts'
import type { IdentifierPlace, Request } from '../../domain/request.ts'
import type { SearchDetails, Subject, SubjectType } from '../../domain/subject.ts'
import { keyOfSubject } from '../../domain/subject-key.ts'
import { parseIdentifier, type ParsedIdentifier } from '../../platform/match/identifier.ts'

import { during, notDays, periodsIn } from './periods.ts'
import type { CloudBody, OnPremisesBody, WrittenIdentifier } from './request-body.ts'

/** One person as written. */
export interface WrittenSubject {
  readonly type: SubjectType
  /** Of the array of identifier objects. */
  readonly pointer: string
  readonly identifiers: readonly WrittenIdentifier[]
  readonly attachedKeys: readonly string[]
  readonly details: SearchDetails
}

export interface ReadingRules {
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  readonly country: string
  /** What the tenant's telephone system dials before numbers outside of it. */
  readonly dialingPrefixes?: readonly string[] | undefined
  readonly form: Request['form']
  /** Position of the file in its run: subject keys start with it. */
  readonly fileNumber: number
  /** Characters that an identifier may have; null: as many as `longestValue` allows. */
  readonly longest: number | null
  /** The tenant's own accounts; missing: every account is the tenant's. */
  readonly accounts?: readonly string[] | undefined
}

/** The attached keys and the fields of calls belong to interactions, so that they are the consumers' alone. */
export function onPremisesSubjects(body: OnPremisesBody): readonly WrittenSubject[] {
  const attachedKeys = [...new Set(body['gim-attached-data']?.kvlist ?? [])]
  const details = { ...noDetails, callFields: [...new Set(body['intauto-fields'] ?? [])] }
  const consumers = (body.consumers ?? []).map(({ consumer }, index): WrittenSubject => {
    return { type: 'consumer', pointer: `/consumers/${index}/consumer`, identifiers: consumer, attachedKeys, details }
  })
  const none = { attachedKeys: [], details: noDetails }
  const employees = (body.employees ?? []).map(({ employee }, index): WrittenSubject => {
    return { type: 'employee', pointer: `/employees/${index}/employee`, identifiers: employee, ...none }
  })
  return [...consumers, ...employees]
}

export function cloudSubjects(body: CloudBody): readonly WrittenSubject[] {
  return body.requests.map(({ accountid = null, shortcodes = [], contacts: identifiers }, index) => {
    const codes = new Set(shortcodes.map((code) => code.trim()).filter((code) => code !== ''))
    const details = { ...noDetails, accountId: accountid?.trim() ?? null, shortcodes: [...codes] }
    return { type: 'consumer', pointer: `/requests/${index}/contacts`, identifiers, attachedKeys: [], details }
  })
}

const noDetails: SearchDetails = { accountId: null, shortcodes: [], callFields: [] }

export interface ReadSubjects {
  readonly subjects: readonly Subject[]
  readonly places: readonly IdentifierPlace[]
}

/** Identifiers that are read before others get their turn: a telephone takes half a millisecond. */
const atATime = 25

/**
 * A value that is badly formed is a problem of its place alone; the person keeps the other identifiers. Yields where
 * others may have their turn.
 */
export function* readSubjects(written: readonly WrittenSubject[], rules: ReadingRules): Generator<null, ReadSubjects> {
  const counts = { consumer: 0, employee: 0 }
  const subjects: Subject[] = []
  const places: IdentifierPlace[] = []
  let count = 0
  for (const subject of written) {
    const { type } = subject
    counts[type] += 1
    const reader = new SubjectReader(
      subject,
      keyOfSubject({ file: rules.fileNumber, type, position: counts[type] }),
      rules,
    )
    for (const [index, entry] of subject.identifiers.entries()) {
      const place = reader.read(entry, index)
      if (place !== null) places.push(place)
      count += 1
      if (count % atATime === 0) yield null
    }
    subjects.push(reader.subject())
  }
  return { subjects, places }
}

class SubjectReader {
  readonly #written: WrittenSubject
  readonly #key: string
  readonly #rules: ReadingRules
  /** By meaning: a person may be named by tens of thousands, in several spellings each. */
  readonly #identifiers = new Map<string, Identifier>()

  constructor(written: WrittenSubject, key: string, rules: ReadingRules) {
    this.#written = written
    this.#key = key
    this.#rules = rules
  }

  read(entry: WrittenIdentifier, index: number): IdentifierPlace | null {
    const named = kindAndValue(entry)
    if (named === null) return null
    const reading = readIdentifier(named, this.#written, this.#rules)
    const place = { pointer: `${this.#written.pointer}/${index}`, kind: named.kind, subjectKey: this.#key }
    if (!reading.ok) return { ...place, normal: null, problem: reading.problem }
    const { normal } = reading.identifier
    const periods = periodsIn(entry)
    if (periods === null) return { ...place, normal: null, problem: notDays }
    const meaning = `${named.kind}\n${normal}`
    const known = this.#identifiers.get(meaning)
    this.#identifiers.set(meaning, during(reading.identifier, periods, known))
    return { ...place, normal, problem: null }
  }

  subject(): Subject {
    const { type, attachedKeys, details } = this.#written
    const { accountId, shortcodes, callFields } = details
    const isSaid = accountId !== null || shortcodes.length > 0 || callFields.length > 0
    const identifiers = [...this.#identifiers.values()]
    return { key: this.#key, type, identifiers, attachedKeys, ...(isSaid ? { details } : {}) }
  }
}

/** Source: the account number to search within (JSON File Format). Another account's people are not looked for here. */
const otherAccount = "`accountid` names an account that is none of this tenant's; send it to the tenant that has it"

function readIdentifier(
  { kind, value }: NamedIdentifier,
  { details: { accountId } }: WrittenSubject,
  rules: ReadingRules,
): ParsedIdentifier {
  const isOwn = rules.accounts === undefined || accountId === null || rules.accounts.includes(accountId)
  if (!isOwn) return { ok: false, problem: otherAccount }
  if (rules.longest === null || value.length <= rules.longest) return parseIdentifier(kind, value, rules)
  return { ok: false, problem: `longer than ${rules.longest} characters` }
}

interface NamedIdentifier {
  readonly kind: IdentifierKind
  readonly value: string
}

/** Null for results of Intelligent Automation, which name nobody. */
function kindAndValue(entry: WrittenIdentifier): NamedIdentifier | null {
  for (const kind of identifierKinds) {
    const value = Object.hasOwn(entry, kind) ? entry[kind] : undefined
    if (value !== undefined) return { kind, value }
  }
  return null
}
