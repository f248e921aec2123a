/** Shows a pass as it goes: JSON lines for programs, a progress bar for people. */

import type { PassEvent } from '../app/context.ts'

import type { Call } from './process-io.ts'
import { jsonLine } from './report.ts'

export interface Display {
  readonly forTenant: (tenant: string) => (event: PassEvent) => void
  /** Resolves when everything shown so far is written; people see the bar vanish. */
  readonly end: () => Promise<void>
}

export async function openDisplay(call: Call): Promise<Display> {
  if (call.json) return jsonLines(call)
  return call.io.err.isTerminal ? progressBar() : { forTenant: () => () => {}, end: () => Promise.resolve() }
}

function jsonLines(call: Call): Display {
  let written: Promise<void> = Promise.resolve()
  return {
    forTenant: (tenant) => (event) => {
      // One after the other: a slow reader must not see them out of order.
      written = written.then(() => call.io.out.write(jsonLine(eventOf(tenant, event))))
    },
    end: () => written,
  }
}

function eventOf(tenant: string, event: PassEvent): Readonly<Record<string, unknown>> {
  const { kind, ...rest } = event
  if (event.kind === 'file') return { event: kind, tenant, ...event.result }
  if (event.kind === 'product-end') return { event: kind, tenant, run: event.run, ...event.report }
  return { event: kind, tenant, ...rest }
}

async function progressBar(): Promise<Display> {
  const { SingleBar } = await import('cli-progress')
  const format = '{tenant}  {bar}  {value}/{total}  {step}'
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, barsize: 30, stopOnComplete: false })
  let running = false
  return {
    forTenant: (tenant) => (event) => {
      if (event.kind !== 'product') return
      const payload = { tenant, step: event.product }
      if (running) bar.setTotal(event.of)
      else bar.start(event.of, event.position, payload)
      running = true
      bar.update(event.position, payload)
    },
    end: async () => {
      if (running) bar.stop()
      running = false
    },
  }
}
