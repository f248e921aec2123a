/** Turns a file's bytes into a trusted Request, or into everything that is wrong with it. */

import type { Action, Request, RequestProblem } from '../../domain/request.ts'
import { jsonLimits, readJson } from '../../platform/text/json-document.ts'

import { disagreements } from './agreement.ts'
import { isJsonObject, memberOf, typeOf, type JsonObject } from './json-object.ts'
import { excesses, jsonLimitsOf, type RequestLimits } from './limits.ts'
import { receivedAtIn, receivedProblems } from './received.ts'
import { readBodySchemas, type BodySchemas } from './request-body.ts'
import { problem, schemaProblems, withArticle } from './schema-problems.ts'
import { cloudSubjects, onPremisesSubjects, readSubjects, type WrittenSubject } from './subjects.ts'

export interface SubmittedFile {
  /** Without folder. */
  readonly fileName: string
  /** As the file name says; null when it says none, and then `nameProblem` says why. */
  readonly action: Action | null
  readonly nameProblem?: RequestProblem
  readonly bytes: Uint8Array
  /** Of `bytes`, hexadecimal. */
  readonly sha256: string
  /** Position in the run; subject keys start with it. */
  readonly fileNumber: number
  /** The tenant's, ISO 3166-1 alpha-2. */
  readonly country: string
  /** The tenant's own; missing: a request may be for any. */
  readonly accounts?: readonly string[] | undefined
  /** None for a file that was accepted before. */
  readonly limits?: RequestLimits
}

export type Validation =
  | { readonly ok: true; readonly request: Request }
  | ({ readonly ok: false; readonly problems: readonly RequestProblem[] } & Submitted)

/** What was submitted when it is a JSON object, otherwise null: parsed, and as it was written. */
interface Submitted {
  readonly document: JsonObject | null
  readonly text: string | null
}

const noObject: Submitted = { document: null, text: null }

/** More than this helps nobody, and a hostile file could ask for millions. */
const maxProblems = 1000

let compiled: BodySchemas | null = null

/** Compiling takes longer than any file: once per process, and only when a file comes. */
function schemas(): BodySchemas {
  compiled ??= readBodySchemas()
  return compiled
}

export function validateRequest(file: SubmittedFile): Validation {
  const reading = readJson(file.bytes, file.limits === undefined ? jsonLimits : jsonLimitsOf(file.limits))
  if (!reading.ok) return { ok: false, problems: [...nameProblems(file), reading.problem], ...noObject }
  if (!isJsonObject(reading.value)) {
    const sentence = `must be an object, not ${withArticle(typeOf(reading.value))}. Send the documented structure.`
    const problems = listProblems([nameProblems(file), [problem('', 'type', sentence)], reading.duplicates])
    return { ok: false, problems, ...noObject }
  }
  const document = reading.value
  const body = readBody(document)
  const disagreeing = disagreements(document, file.action)
  const tooMuch = file.limits === undefined ? [] : excesses(body.subjects, file.limits)
  const dates = receivedProblems(document)
  const problems = listProblems([nameProblems(file), reading.duplicates, body.problems, disagreeing, dates, tooMuch])
  if (problems.length > 0 || file.action === null) return { ok: false, problems, document, text: reading.text }
  return { ok: true, request: requestOf(file, file.action, document, body) }
}

interface ReadBody {
  readonly form: Request['form']
  readonly subjects: readonly WrittenSubject[]
  readonly problems: Iterable<RequestProblem>
}

/** The key `requests` makes a body a cloud one. */
function readBody(document: JsonObject): ReadBody {
  const { cloud, onPremises } = schemas()
  const form = memberOf(document, 'requests') === undefined ? 'on-premises' : 'cloud'
  if (form === 'cloud' && ['consumers', 'employees'].some((key) => Object.hasOwn(document, key))) {
    const sentence = 'has both `requests` and `consumers` or `employees`. Send a file for each.'
    return { form, subjects: [], problems: [problem('', 'body', sentence)] }
  }
  if (form === 'cloud') {
    if (cloud(document)) return { form, subjects: cloudSubjects(document), problems: [] }
    return { form, subjects: [], problems: schemaProblems(cloud.errors ?? []) }
  }
  if (onPremises(document)) return { form, subjects: onPremisesSubjects(document), problems: [] }
  return { form, subjects: [], problems: schemaProblems(onPremises.errors ?? []) }
}

function requestOf(file: SubmittedFile, action: Action, document: JsonObject, body: ReadBody): Request {
  const { subjects, places } = readSubjects(body.subjects, {
    country: file.country,
    accounts: file.accounts,
    fileNumber: file.fileNumber,
    form: body.form,
    longest: file.limits?.identifierLength ?? null,
  })
  const { fileName, sha256 } = file
  const receivedAt = receivedAtIn(document)
  return { action, fileName, sha256, form: body.form, document, subjects, places, receivedAt }
}

function nameProblems(file: SubmittedFile): readonly RequestProblem[] {
  if (file.nameProblem !== undefined) return [file.nameProblem]
  if (file.action !== null) return []
  const message = 'The file name says neither `forget` nor `export`. Rename the file and send it again.'
  return [{ pointer: '', rule: 'file-name', message }]
}

function listProblems(sources: readonly Iterable<RequestProblem>[]): readonly RequestProblem[] {
  const listed: RequestProblem[] = []
  let rest = 0
  for (const source of sources) {
    for (const found of source) {
      if (listed.length < maxProblems) listed.push(found)
      else rest += 1
    }
  }
  if (rest === 0) return listed
  const sentence = `has ${rest} further problems, which are not listed. Correct these first.`
  return [...listed, problem('', 'too-many-problems', sentence)]
}
