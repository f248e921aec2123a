/** Prints results: JSON lines for programs, text for people. */

import type { Call } from './process-io.ts'

export type Event = Readonly<Record<string, unknown>> & { readonly event: string }

/** One line of JSON when a program reads, the text otherwise; null says nothing to people. */
export async function report(call: Call, event: Event, text: string | null): Promise<void> {
  if (call.json) await call.io.out.write(`${JSON.stringify(event)}\n`)
  else if (text !== null) await call.io.out.write(text)
}
