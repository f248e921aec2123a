/** Reads a document out of a file's bytes and holds it against its schema: who is named in it, or everything wrong. */

import type { Action, Request, RequestProblem } from '../../domain/request.ts'
import { jsonLimits, readJson } from '../../platform/text/json-document.ts'

import { disagreements } from './agreement.ts'
import { isJsonObject, memberOf, typeOf, type JsonObject } from './json-object.ts'
import { excesses, jsonLimitsOf, type RequestLimits } from './limits.ts'
import { kindProblems } from './one-kind.ts'
import { receivedAtIn, receivedProblems } from './received.ts'
import { readBodySchemas, type BodySchemas } from './request-body.ts'
import { problem, schemaProblems, withArticle } from './schema-problems.ts'
import { cloudSubjects, onPremisesSubjects, type WrittenSubject } from './subjects.ts'

export interface DocumentRules {
  /** As the file name says; null when it says none, and then `nameProblem` says why. */
  readonly action: Action | null
  readonly nameProblem?: RequestProblem
  /** None for a file that was accepted before. */
  readonly limits?: RequestLimits
}

/** Plain data: it may come from another thread. */
export type DocumentReading =
  | {
      readonly ok: true
      readonly action: Action
      readonly form: Request['form']
      readonly document: JsonObject
      readonly subjects: readonly WrittenSubject[]
      readonly receivedAt: string | null
    }
  /** `text`: what was submitted when it is a JSON object, as it was written; otherwise null. */
  | { readonly ok: false; readonly problems: readonly RequestProblem[]; readonly text: string | null }

/** More than this helps nobody, and a hostile file could ask for millions. */
const maxProblems = 1000

let compiled: BodySchemas | null = null

/** Compiling takes longer than any file: once per thread, and only when a file comes. */
function schemas(): BodySchemas {
  compiled ??= readBodySchemas()
  return compiled
}

export function readDocument(bytes: Uint8Array, rules: DocumentRules): DocumentReading {
  const limits = rules.limits === undefined ? jsonLimits : jsonLimitsOf(rules.limits)
  const reading = readJson(bytes, limits, (key) => schemas().keys.has(key))
  if (!reading.ok) return { ok: false, problems: [...nameProblems(rules), reading.problem], text: null }
  if (!isJsonObject(reading.value)) {
    const sentence = `must be an object, not ${withArticle(typeOf(reading.value))}. Send the documented structure.`
    const problems = listProblems([nameProblems(rules), [problem('', 'type', sentence)], reading.duplicates])
    return { ok: false, problems, text: null }
  }
  const document = reading.value
  const { form, subjects, ...body } = readBody(document)
  const disagreeing = disagreements(document, rules.action)
  const tooMuch = rules.limits === undefined ? [] : excesses(subjects, rules.limits)
  const about = [kindProblems(document), disagreeing, receivedProblems(document), tooMuch]
  const problems = listProblems([nameProblems(rules), reading.duplicates, body.problems, ...about])
  if (problems.length > 0 || rules.action === null) return { ok: false, problems, text: reading.text }
  return { ok: true, action: rules.action, form, document, subjects, receivedAt: receivedAtIn(document) }
}

interface ReadBody {
  readonly form: Request['form']
  readonly subjects: readonly WrittenSubject[]
  readonly problems: Iterable<RequestProblem>
}

/** The key `requests` makes a body a cloud one. */
function readBody(document: JsonObject): ReadBody {
  const { cloud, onPremises, keys } = schemas()
  const form = memberOf(document, 'requests') === undefined ? 'on-premises' : 'cloud'
  if (form === 'cloud' && ['consumers', 'employees'].some((key) => Object.hasOwn(document, key))) {
    const sentence = 'has both `requests` and `consumers` or `employees`. Send a file for each.'
    return { form, subjects: [], problems: [problem('', 'body', sentence)] }
  }
  if (form === 'cloud') {
    if (cloud(document)) return { form, subjects: cloudSubjects(document), problems: [] }
    return { form, subjects: [], problems: schemaProblems(cloud.errors ?? [], keys) }
  }
  if (onPremises(document)) return { form, subjects: onPremisesSubjects(document), problems: [] }
  return { form, subjects: [], problems: schemaProblems(onPremises.errors ?? [], keys) }
}

function nameProblems(rules: DocumentRules): readonly RequestProblem[] {
  if (rules.nameProblem !== undefined) return [rules.nameProblem]
  if (rules.action !== null) return []
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
