/** Shows a pass as it goes: JSON lines for programs, a line that changes for people. */

import type { PassEvent } from '../../app/context.ts'

import type { LiveLine } from './live-line.ts'
import type { Call } from '../process-io.ts'
import { progressText, type SearchPlace, type ReadingSoFar } from './progress-text.ts'
import { jsonLine } from '../report.ts'

export interface Display {
  readonly forTenant: (tenant: string) => (event: PassEvent) => void
  /** Somebody looks on. */
  readonly isFollowed: boolean
  /** Resolves when everything shown so far is written; people see the line vanish. */
  readonly end: () => Promise<void>
}

export function openDisplay(call: Call): Display {
  if (call.json) return jsonLines(call)
  const { live } = call.io.err
  return live === null ? nothing : progressLine(live)
}

const nothing: Display = { forTenant: () => () => {}, isFollowed: false, end: () => Promise.resolve() }

function jsonLines(call: Call): Display {
  let written: Promise<void> = Promise.resolve()
  return {
    forTenant: (tenant) => (event) => {
      // One after the other: a slow reader must not see them out of order.
      written = written.then(() => call.io.out.write(jsonLine(eventOf(tenant, event))))
    },
    isFollowed: false,
    end: () => written,
  }
}

function eventOf(tenant: string, event: PassEvent): Readonly<Record<string, unknown>> {
  const { kind, ...rest } = event
  if (event.kind === 'file') return { event: kind, tenant, ...event.result }
  if (event.kind === 'product-end') return { event: kind, tenant, run: event.run, ...event.report }
  return { event: kind, tenant, ...rest }
}

function progressLine(live: LiveLine): Display {
  return {
    forTenant: (tenant) => {
      let at: SearchPlace | null = null
      return (event) => {
        if (event.kind === 'product') at = { tenant, ...event, reading: null }
        else if (event.kind === 'reading' && at !== null) at = { ...at, reading: further(at.reading, event) }
        else return
        const shown = at
        live.set('progress', () => progressText(shown, performance.now()))
      }
    },
    isFollowed: true,
    end: () => {
      live.set('progress', null)
      return Promise.resolve()
    },
  }
}

type ReadingEvent = Pick<ReadingSoFar, 'place' | 'rows' | 'of'>

function further(known: ReadingSoFar | null, { place, rows, of }: ReadingEvent): ReadingSoFar {
  const at = performance.now()
  const goesOn = known?.place === place && known.rows <= rows
  const { since, before } = goesOn ? known : { since: at, before: rows }
  return { place, rows, of, since, before, at }
}
