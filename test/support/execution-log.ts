/** Reads an execution log as its receiver would: only one that is valid against the published schema counts. */

import { readFileSync } from 'node:fs'

import { Ajv2020 } from 'ajv/dist/2020.js'

const schema = new URL('../../schemas/execution-log.schema.json', import.meta.url)
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')))

export interface ExecutionLog {
  readonly run: {
    readonly id: string
    readonly outcome: string
    readonly attempt: number
    readonly sha256: string
    readonly ended?: string
    readonly products: readonly {
      readonly product: string
      readonly outcome: string
      readonly evaluated: number
      readonly found: number
      readonly erased: number
      readonly left: number
      readonly deferred: number
      readonly reason: string | null
      readonly warnings: readonly string[]
      readonly usualSpellings?: readonly object[]
    }[]
  }
  readonly problems: readonly { readonly pointer: string; readonly rule: string; readonly message: string }[]
  /** The `response` of each identifier, in the order of the document. */
  readonly responses: readonly string[]
  readonly text: string
}

export function readExecutionLog(path: string): ExecutionLog {
  const text = readFileSync(path, 'utf8')
  const document = JSON.parse(text)
  const isValid: boolean = validate(document)
  if (!isValid) throw new Error(`not valid: ${JSON.stringify(validate.errors)}`)
  return { run: document.run, problems: document.problems ?? [], responses: responsesIn(document.result), text }
}

function responsesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    key === 'response' && typeof member === 'string' ? [member] : responsesIn(member),
  )
}
