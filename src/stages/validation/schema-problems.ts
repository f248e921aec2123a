/** Turns what a schema found wrong into problems for the sender: place, rule and next step, never a value. */

import type { RequestProblem } from '../../domain/request.ts'
import { appendStep } from '../../platform/text/json-pointer.ts'
import { nearestWord } from '../../platform/text/nearest-word.ts'

import { isJsonObject, itemsOf, memberOf, typeOf, type JsonObject } from './json-object.ts'
import { periodKeys } from './periods.ts'
import type { SchemaError } from './request-body.ts'

/**
 * Rules: `type`, `required`, `unknown-key`, `one-key`, `empty-array`, `allowed-value`, `key-name`, `body`. One after the
 * other: a hostile file has millions, and nobody keeps them all.
 */
export function* schemaProblems(
  errors: readonly SchemaError[],
  documented: ReadonlySet<string>,
): Generator<RequestProblem> {
  const keys = new KeyNumbers(documented)
  for (const error of errors) {
    if (!isEcho(error)) yield problemOf(error, keys)
  }
}

/** Which key of an object a key is, an object may have a hundred thousand; and whether it is a documented one. */
class KeyNumbers {
  readonly #documented: ReadonlySet<string>
  readonly #numbers = new WeakMap<JsonObject, ReadonlyMap<string, number>>()

  constructor(documented: ReadonlySet<string>) {
    this.#documented = documented
  }

  isDocumented(key: string): boolean {
    return this.#documented.has(key)
  }

  of(object: unknown, key: string): number {
    if (!isJsonObject(object)) return 0
    const known = this.#numbers.get(object)
    const numbers = known ?? new Map(Object.keys(object).map((name, index) => [name, index + 1]))
    if (known === undefined) this.#numbers.set(object, numbers)
    return numbers.get(key) ?? 0
  }
}

/** Errors that another one has said better. */
function isEcho(error: SchemaError): boolean {
  // What follows from the condition is reported itself.
  if (error.keyword === 'if') return true
  // The branches of a choice: the choice itself is reported.
  if (/\/(?:anyOf|contains)\//.test(error.schemaPath)) return true
  // An empty array contains nothing, which `minItems` says.
  return error.keyword === 'contains' && itemsOf(error.data).length === 0
}

function problemOf(error: SchemaError, keys: KeyNumbers): RequestProblem {
  const pointer = error.instancePath
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, keys)
    case 'type':
      return problem(pointer, 'type', `must be ${withArticle(parameter(error, 'type'))}, ${foundType(error)}`)
    case 'required':
      return problem(pointer, 'required', `lacks the key \`${parameter(error, 'missingProperty')}\`. Add it.`)
    case 'contains':
      return missingIdentifier(error)
    case 'minItems':
      return problem(pointer, 'empty-array', 'must not be empty. Add an entry, or leave out what is not needed.')
    case 'minProperties':
      return notOneKey(pointer, kindsOf(error))
    case 'enum':
      return problem(pointer, 'allowed-value', `must be one of ${allowedValues(error)}. Correct it.`)
    case 'anyOf':
      return problem(pointer, 'body', 'has neither `requests` nor `consumers` nor `employees`. Add one of them.')
    case 'minLength':
    case 'maxLength':
    case 'pattern':
      return problem(
        pointer,
        'key-name',
        'must be a name of 1 to 255 characters without control characters. Correct it.',
      )
    default:
      return problem(pointer, error.keyword, 'does not have the documented form. Correct it.')
  }
}

export function problem(pointer: string, rule: string, sentence: string): RequestProblem {
  return { pointer, rule, message: `${pointer === '' ? 'The document' : `\`${pointer}\``} ${sentence}` }
}

export function notOneKey(pointer: string, kinds: readonly string[]): RequestProblem {
  const named = kinds.map((kind) => `\`${kind}\``).join(', ')
  return problem(pointer, 'one-key', `must have exactly one key of ${named}. Write an object for each.`)
}

/** A sender's slip can put a name or a phone number where a key belongs: only documented ones are repeated. */
function unknownKey(error: SchemaError, keys: KeyNumbers): RequestProblem {
  const key = parameter(error, 'additionalProperty')
  const near = nearestWord(key, sendersKeys(error))
  const step = near === null ? `Remove it; known here: ${knownKeysOf(error)}.` : `Did you mean \`${near}\`?`
  const place = error.instancePath
  if (!keys.isDocumented(key)) {
    const sentence = `has a key that is unknown here, number ${keys.of(error.data, key)} in it. ${step}`
    return problem(place, 'unknown-key', sentence)
  }
  const pointer = appendStep(place, key)
  return { ...problem(place, 'unknown-key', `has the key \`${key}\`, which is unknown here. ${step}`), pointer }
}

function missingIdentifier(error: SchemaError): RequestProblem {
  if (memberOf(error.schema, 'required') === undefined) {
    return problem(error.instancePath, 'required', 'names nobody: it holds results only. Add an identifier.')
  }
  return problem(error.instancePath, 'required', 'lacks an object with the key `username`. Add it.')
}

function foundType(error: SchemaError): string {
  const step =
    parameter(error, 'type') === 'string' ? 'Put the value in double quotes.' : 'Send the documented structure.'
  return `not ${withArticle(typeOf(error.data))}. ${step}`
}

export function withArticle(type: string): string {
  if (type === 'null') return type
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function allowedValues(error: SchemaError): string {
  return itemsOf(error.params['allowedValues'])
    .map((value) => `\`${String(value)}\``)
    .join(', ')
}

function schemaProperties(error: SchemaError): readonly (readonly [string, unknown])[] {
  const properties = memberOf(error.parentSchema, 'properties')
  return isJsonObject(properties) ? Object.entries(properties) : []
}

/** What a sender would write: not what other products add to a file that they answer. */
function sendersKeys(error: SchemaError): readonly string[] {
  return schemaProperties(error)
    .filter(([, schema]) => memberOf(schema, 'readOnly') !== true)
    .map(([key]) => key)
}

/** What an identifier object has one of. */
function kindsOf(error: SchemaError): readonly string[] {
  return sendersKeys(error).filter((key) => !periodKeys.includes(key))
}

function knownKeysOf(error: SchemaError): string {
  return sendersKeys(error)
    .map((key) => `\`${key}\``)
    .join(', ')
}

function parameter(error: SchemaError, name: string): string {
  return String(memberOf(error.params, name))
}
