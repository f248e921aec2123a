/** Prints results: JSON lines for programs, text for people. */

import { printableJson } from '../app/printable.ts'

import type { Call } from './process-io.ts'

/** A line of JSON without characters that a terminal would obey. */
export function jsonLine(value: unknown): string {
  return `${printableJson(stringified(value))}\n`
}

/** The same of many, whose characters are looked at together. */
export function jsonLines(values: readonly unknown[]): string {
  return printableJson(values.map((value) => `${stringified(value)}\n`).join(''))
}

/** A function that is asked of every member takes three times as long; few values have one that needs it. */
function stringified(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, bigintAsText)
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

export type Event = Readonly<Record<string, unknown>> & { readonly event: string }

/** One line of JSON when a program reads, the text otherwise; null says nothing to people. */
export async function report(call: Call, event: Event, text: string | null): Promise<void> {
  if (call.json) await call.io.out.write(jsonLine(event))
  else if (text !== null) await call.io.out.write(text)
}
