/** Reads what somebody has decided about a plan, as `schemas/approval.schema.json` has it. */

import { readFileSync } from 'node:fs'

import { Ajv2020 } from 'ajv/dist/2020.js'

import type { PlanDecision } from '../../domain/decision.ts'
import { isJsonObject } from './json-object.ts'

interface WrittenDecision extends Omit<PlanDecision, 'reason'> {
  readonly reason?: string
}

/** Null for a text that is no decision. */
export function readDecision(text: string): PlanDecision | null {
  const document = parsed(text)
  if (!validator()(document)) return null
  return { ...document, reason: document.reason ?? null }
}

/** One of these makes a file a request, whatever else stands there: its sender waits for an answer. */
const askFor = ['consumers', 'employees', 'requests'] as const

/** Whether it is meant as one, well written or not: no request has such a member. */
export function isMeantAsDecision(text: string): boolean {
  const document = parsed(text)
  if (!isJsonObject(document) || !Object.hasOwn(document, 'decision')) return false
  return !askFor.some((name) => Object.hasOwn(document, name))
}

function parsed(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return document
  } catch {
    return null
  }
}

type Validator = (document: unknown) => document is WrittenDecision

const compiled: Validator[] = []

/** Compiled when it is first needed. */
function validator(): Validator {
  const known = compiled[0]
  if (known !== undefined) return known
  const ajv = new Ajv2020({ formats: { 'date-time': isTime } })
  const validate = ajv.compile<WrittenDecision>(schema())
  compiled.push(validate)
  return validate
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text))
}

/** The same three steps up from src/ and from dist/. */
function schema(): object {
  const written: unknown = JSON.parse(
    readFileSync(new URL('../../../schemas/approval.schema.json', import.meta.url), 'utf8'),
  )
  return isJsonObject(written) ? written : {}
}
