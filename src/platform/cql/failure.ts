/** Every sentence about a statement that failed. None holds an address or a word of the server's: it may quote values. */

import { StepFailed } from '../../domain/errors.ts'

/** By the codes of the protocol: what passes by itself. */
const passing = new Map<number, string>([
  [0x0000, 'had an error of its own'],
  [0x1000, 'has too few replicas at hand'],
  [0x1001, 'is overloaded'],
  [0x1002, 'is starting'],
  [0x1100, 'was not sure in time that something was written'],
  [0x1200, 'did not read in time'],
  [0x1300, 'could not read from its replicas'],
  [0x1500, 'could not write to its replicas'],
])

const [badCredentials, unauthorized, invalid] = [0x0100, 0x2100, 0x2200]

/** No answer of the server: the driver would wait before it connects anew. */
export function isUnanswered(error: unknown): boolean {
  return codeIn(error) === null
}

export function cqlFailure(name: string, error: unknown): StepFailed {
  if (error instanceof StepFailed) return error
  const code = codeIn(error)
  const kind = nameIn(error)
  if (kind === 'AuthenticationError' || code === badCredentials) {
    return refused(`${name} does not accept the login: check \`user\` and \`password\``)
  }
  if (code === unauthorized) return refused(`${name} refuses the statement: grant the user SELECT and MODIFY`)
  const why = code === null ? undefined : passing.get(code)
  if (why !== undefined) return passes(`${name} ${why}; it is tried again`)
  if (code === invalid) return unknownTable(name)
  if (code !== null) return wrong(`${name} refuses a statement (code ${code}); check its version and \`columns\``)
  if (kind === 'NoHostAvailableError') return unreachable(name, error)
  if (kind === 'OperationTimedOutError') return passes(`${name} did not answer in time; it is tried again`)
  return passes(`the connection to ${name} failed or was cut; check that it is reachable, then it is tried again`)
}

export function pemUnreadable(setting: string, cause: unknown): StepFailed {
  const message = `the file of \`tls.${setting}\` cannot be read: check its path and rights`
  return new StepFailed('file', message, { retryable: false, cause })
}

/** The driver gathers what each node said; here it is one. */
function unreachable(name: string, error: unknown): StepFailed {
  const inner: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'innerErrors') : undefined
  const [first] = typeof inner === 'object' && inner !== null ? Object.values(inner).filter(isError) : []
  if (first === undefined) return passes(`${name} cannot be reached; check that it is running, then it is tried again`)
  const system: unknown = Reflect.get(first, 'code')
  if (typeof system === 'string' && /CERT|TLS|SSL|SIGNED|SIGNATURE|VERIFY/.test(system)) {
    return wrong(`the TLS connection to ${name} failed (${system}); check \`tls\` and the server's certificate`)
  }
  return cqlFailure(name, first)
}

function isError(value: unknown): value is Error {
  return value instanceof Error
}

function codeIn(error: unknown): number | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'number' ? code : null
}

function nameIn(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function unknownTable(name: string): StepFailed {
  const message = `${name} does not know a table or a column of a statement; check \`keyspace\` and \`columns\``
  return new StepFailed('missing-table', message, { retryable: false })
}

function refused(message: string): StepFailed {
  return new StepFailed('missing-right', message, { retryable: false })
}

function wrong(message: string): StepFailed {
  return new StepFailed('statement', message, { retryable: false })
}

function passes(message: string): StepFailed {
  return new StepFailed('connection', message, { retryable: true })
}
