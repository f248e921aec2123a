/** Every sentence about a call that failed. None holds an address, a path, a header or a word of an answer. */

import { StepFailed } from '../../domain/errors.ts'

/** Answers that tell of a passing state: a call that changes nothing may be made again. */
const passing: readonly number[] = [408, 429, 500, 502, 503, 504]

export function isPassing(status: number): boolean {
  return passing.includes(status)
}

export function answered(name: string, status: number): StepFailed {
  if (status === 401)
    return refused(`${name} does not accept the login (401): check \`user\`, \`password\` and headers`)
  if (status === 403) {
    return refused(`${name} refuses the call (403): the user needs administrator rights, or a CSRF header is missing`)
  }
  if (isPassing(status)) return passingFailure(`${name} answered ${status}; it is tried again`)
  if (status >= 300 && status < 400)
    return wrong(`${name} redirects (${status}): write the final address in \`baseUrl\``)
  return wrong(`${name} answered ${status} to a call it should know; check its version and the \`storage\` settings`)
}

export function timedOut(name: string, milliseconds: number): StepFailed {
  return passingFailure(`${name} did not answer within ${milliseconds} ms; it is tried again`)
}

export function askedToWait(name: string): StepFailed {
  return passingFailure(`${name} asks to wait longer than a run does; it is tried again at the next pass`)
}

export function tooLarge(name: string, limit: number): StepFailed {
  return wrong(`${name} answered with more than ${limit} bytes; raise \`maxResponseBytes\` if that is right`)
}

export function unreadable(name: string): StepFailed {
  return wrong(`${name} sent an answer that is not the JSON it documents; check its version and what stands in between`)
}

export function endless(name: string, pages: number): StepFailed {
  return wrong(
    `${name} named another page of a list after ${pages} pages; check its version and what stands in between`,
  )
}

/** An answer that stops in the middle: the next one may be whole. */
export function truncated(name: string): StepFailed {
  return passingFailure(`${name} sent an answer that is not complete JSON; it is tried again`)
}

/** `error` is whatever the HTTP library threw; only its code is told. */
export function disconnected(name: string, error: unknown): StepFailed {
  const code = codeOf(error)
  if (/CERT|TLS|SSL|SIGNED|SIGNATURE|VERIFY/.test(code)) {
    return wrong(`the TLS connection to ${name} failed (${code}); check \`tls\` and the server's certificate`)
  }
  const told = code === '' ? '' : ` (${code})`
  return passingFailure(
    `the connection to ${name} failed or was cut${told}; check that it is reachable, then it is tried again`,
  )
}

export function certificateUnreadable(setting: string, cause: unknown): StepFailed {
  const message = `the file of \`tls.${setting}\` cannot be read: check its path and rights`
  return new StepFailed('file', message, { retryable: false, cause })
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
}

function refused(message: string): StepFailed {
  return new StepFailed('missing-right', message, { retryable: false })
}

function wrong(message: string): StepFailed {
  return new StepFailed('statement', message, { retryable: false })
}

function passingFailure(message: string): StepFailed {
  return new StepFailed('connection', message, { retryable: true })
}
