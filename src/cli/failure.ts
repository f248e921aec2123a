/** Says what ended a command, and which exit code it has. An unexpected error's own message is never shown. */

import { RequestRejected, SettingsInvalid, StepFailed } from '../domain/errors.ts'

import type { Call, ExitCode } from './process-io.ts'
import { jsonLine } from './report.ts'

export async function tellFailure(error: unknown, call: Call): Promise<ExitCode> {
  if (error instanceof SettingsInvalid) return tellSettings(error, call)
  if (error instanceof RequestRejected) return tellRejection(error, call)
  if (error instanceof StepFailed) return tellStep(error, call)
  if (call.io.signal.aborted) return tellStop(call)
  return tellBug(error, call)
}

/** For what a command finds wrong with its own operands and options. */
export async function tellUsage(message: string, call: Call): Promise<ExitCode> {
  if (call.json) await printEvent(call, { event: 'usage', message })
  await call.io.err.write(`error: ${message}\n`)
  return 2
}

async function tellSettings(error: SettingsInvalid, call: Call): Promise<ExitCode> {
  const file = call.config
  const { problems, places } = error
  const placed = problems.map((problem, index) => ({ ...problem, file, ...places[index] }))
  if (call.json) await printEvent(call, { event: 'settings-invalid', problems: placed })
  const lines = problems.map(({ pointer, message }, index) => {
    // As compilers write it, so that editors and terminals lead there.
    const place = places[index]
    const where = place === undefined ? file : `${file}:${place.line}:${place.column}`
    return `  ${where}: ${pointer === '' ? '/' : pointer}: ${message}\n`
  })
  const count = error.problems.length === 1 ? 'one problem' : `${error.problems.length} problems`
  await call.io.err.write(`The settings cannot be used; ${count}:\n${lines.join('')}`)
  return 2
}

async function tellRejection(error: RequestRejected, call: Call): Promise<ExitCode> {
  if (call.json) await printEvent(call, { event: 'rejected', problems: error.problems })
  const lines = error.problems.map(({ pointer, rule, message }) => `  ${pointer} [${rule}] ${message}\n`)
  await call.io.err.write(`The request file is refused:\n${lines.join('')}`)
  return 1
}

async function tellStep(error: StepFailed, call: Call): Promise<ExitCode> {
  const { code, message, retryable } = error
  if (call.json) await printEvent(call, { event: 'failed', code, message, retryable })
  await call.io.err.write(`failed (${code}): ${message}\n`)
  return 1
}

async function tellStop(call: Call): Promise<ExitCode> {
  if (call.json) await printEvent(call, { event: 'stopped' })
  await call.io.err.write('Stopped before the end; what is missing is done by the next run.\n')
  return 1
}

async function tellBug(error: unknown, call: Call): Promise<ExitCode> {
  if (call.json) await printEvent(call, { event: 'failed', code: 'internal', frames: framesOf(error) })
  await call.io.err.write(bugReport(error))
  return 1
}

/** The constant sentence, the code and where it happened. */
export function bugReport(error: unknown): string {
  const frames = framesOf(error).map((frame) => `    ${frame}\n`)
  return `Something unexpected happened (code: internal). Please report it with the lines below.\n${frames.join('')}`
}

/** Only where it happened: a driver's or parser's message, and so the head of the stack, may quote values. */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  const head = `${error.name}: ${error.message}`
  const trace = error.stack.startsWith(head)
    ? error.stack.slice(head.length)
    : error.stack.replaceAll(error.message, '')
  return trace
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at (?:.+ \()?(?:file:|node:|\/|[A-Z]:\\)\S*:\d+:\d+\)?$/.test(line))
}

async function printEvent(call: Call, event: Readonly<Record<string, unknown>>): Promise<void> {
  await call.io.out.write(jsonLine(event))
}
