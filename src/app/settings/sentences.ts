/** Turns what Ajv found into sentences with the place, the rule and the next step; never with a value. */

import type { ErrorObject } from 'ajv'

import type { SettingsProblem } from '../../domain/errors.ts'

import { suggestion } from './nearest.ts'
import { isRecord, member, under } from './pointer.ts'

/** These only say that a part of the schema failed whose own errors are listed as well. */
const silent = new Set(['if', 'propertyNames'])

export function problemsOf(errors: readonly ErrorObject[], pointer: string): readonly SettingsProblem[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  const told = errors.filter((error) => {
    return !silent.has(error.keyword) && !choices.some((choice) => isBranchOf(error, choice))
  })
  const problems = told.map((error) => ({ pointer: pointer + placeOf(error), message: sentenceOf(error) }))
  return distinct(problems)
}

/** The errors of the single branches of a choice contradict each other: the choice speaks for them. */
function isBranchOf(error: ErrorObject, choice: ErrorObject): boolean {
  return error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`)
}

function distinct(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  const byText = new Map(problems.map((problem) => [`${problem.pointer}\n${problem.message}`, problem]))
  return [...byText.values()]
}

function placeOf(error: ErrorObject): string {
  const unknownKey = unknownKeyOf(error)
  if (unknownKey !== null) return under(error.instancePath, unknownKey)
  // A refused name of an object is reported at the object.
  return error.propertyName === undefined ? error.instancePath : under(error.instancePath, error.propertyName)
}

function unknownKeyOf(error: ErrorObject): string | null {
  if (error.keyword === 'additionalProperties') return parameter(error, 'additionalProperty')
  if (error.keyword === 'unevaluatedProperties') return parameter(error, 'unevaluatedProperty')
  return null
}

function sentenceOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `there is no such setting here: remove it; ${suggestion(unknownKeyOf(error) ?? '', knownKeys(error))}`
    case 'required':
    case 'dependentRequired':
      return `\`${parameter(error, 'missingProperty')}\` is missing: add it`
    case 'type':
      return typeSentence(error)
    case 'enum':
      return enumSentence(error)
    case 'const':
      return `must be \`${parameter(error, 'allowedValue')}\`: write that`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return boundSentence(error)
    case 'minItems':
    case 'minProperties':
      return `must have at least ${parameter(error, 'limit')}: add one`
    case 'minLength':
      return 'must not be empty: write something'
    case 'uniqueItems':
      return 'an entry stands twice: remove one'
    default:
      return describedSentence(error)
  }
}

function describedSentence(error: ErrorObject): string {
  if (error.keyword === 'format') return formatSentence(parameter(error, 'format'))
  const described = member(error.parentSchema, 'description')
  if (typeof described !== 'string') return 'does not have the form that is described for this setting'
  return error.keyword === 'not' ? described : `has the wrong form; what belongs here: ${described}`
}

function formatSentence(format: string): string {
  switch (format) {
    case 'cron':
      return 'is no cron expression that ever comes due: write five fields such as `0 3 * * *`'
    case 'time-zone':
      return 'is no known time zone: write an IANA name such as `America/New_York`'
    case 'country':
      return 'is no known country: write an ISO 3166-1 code of two capital letters such as `US`'
    case 'day-span':
      return 'is no part of a day: write from and to as `22:00-06:00`'
    case 'value-glob':
      return 'is no pattern: write digits or an address with `*`, `?`, `[0-9]` or `+(0)` in it'
    case 'duration-text':
      return 'is no span of time: write seconds as a number, or a text such as `500ms`, `2s`, `5m`'
    default:
      return `has not the form \`${format}\``
  }
}

function typeSentence(error: ErrorObject): string {
  const wanted = texts(error.params['type'])
  const told = `must be ${kindWords(wanted)}, not ${kindOf(error.data)}`
  if (typeof error.data === 'string') return wanted.includes('string') ? told : `${told}: correct it, without quotes`
  return wanted.includes('string') && !isRecord(error.data) ? `${told}: put it in quotes` : `${told}: correct it`
}

function boundSentence(error: ErrorObject): string {
  const comparison = parameter(error, 'comparison')
  const step = comparison.startsWith('<') ? 'a smaller' : 'a larger'
  return `must be ${comparison} ${parameter(error, 'limit')}: write ${step} number`
}

function enumSentence(error: ErrorObject): string {
  return `must be one of ${texts(error.params['allowedValues'])
    .map((value) => `\`${value}\``)
    .join(', ')}`
}

function knownKeys(error: ErrorObject): readonly string[] {
  const properties = member(error.parentSchema, 'properties')
  return isRecord(properties) ? Object.keys(properties) : []
}

function parameter(error: ErrorObject, name: string): string {
  return texts(error.params[name]).join(' or ')
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item: unknown) => String(item)) : [String(value)]
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'empty',
}

function kindWords(types: readonly string[]): string {
  return types.map((type) => kindNames[type] ?? type).join(' or ')
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  return kindNames[Array.isArray(value) ? 'array' : typeof value] ?? typeof value
}
