/** Shows a pass as it goes: JSON lines for programs, a line that changes for people. */

import type { PassEvent } from '../app/context.ts'

import type { LiveLine } from './live-line.ts'
import type { Call } from './process-io.ts'
import { jsonLine } from './report.ts'

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
      let at: Place | null = null
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

export interface Place {
  readonly tenant: string
  readonly product: string
  /** From 0. */
  readonly position: number
  readonly of: number
  readonly reading: ReadingSoFar | null
}

/** Rows that are behind a long read of a table. */
export interface ReadingSoFar {
  readonly place: string
  readonly rows: number
  readonly of: number
  /** When the first of them were told, and how many these were; milliseconds. */
  readonly since: number
  readonly before: number
  readonly at: number
}

type ReadingEvent = Pick<ReadingSoFar, 'place' | 'rows' | 'of'>

function further(known: ReadingSoFar | null, { place, rows, of }: ReadingEvent): ReadingSoFar {
  const at = performance.now()
  const goesOn = known?.place === place && known.rows <= rows
  const { since, before } = goesOn ? known : { since: at, before: rows }
  return { place, rows, of, since, before, at }
}

/** E.g. `acme 2/5 info-mart, IRF: 12.5M of 40M rows, 310K/s, 1:29 left`. `now` in milliseconds, as the reading has them. */
export function progressText({ tenant, product, position, of, reading }: Place, now: number): string {
  const head = `${tenant} ${position + 1}/${of} ${product}`
  if (reading === null) return head
  const { place, rows, since, before, at } = reading
  const counted = `${head}, ${place}: ${compact(rows)} of ${compact(reading.of)} rows`
  const perSecond = at > since ? ((rows - before) / (at - since)) * 1000 : 0
  if (perSecond <= 0) return counted
  const left = Math.max(0, (reading.of - rows) / perSecond - (now - at) / 1000)
  return `${counted}, ${compact(perSecond)}/s, ${clockText(left)} left`
}

const numbers = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

function compact(count: number): string {
  return numbers.format(count)
}

function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [minutes, rest] = [Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, '0')]
  const hours = Math.floor(whole / 3600)
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
