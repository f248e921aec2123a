/** Lethe's own log: constant messages, data as fields, nothing personal. */

import { pino } from 'pino'

/** Only these fields can be logged: request ids, run ids, products, places and counts. */
export interface LogFields {
  readonly tenant?: string
  readonly run?: string
  readonly product?: string
  readonly step?: string
  /** First 12 digits of a request file's SHA-256; file names may be personal. */
  readonly request?: string
  /** Table, column or pointer. */
  readonly place?: string
  readonly code?: string
  readonly outcome?: string
  /** A sentence of our own catalogue, never a driver's. */
  readonly reason?: string
  readonly count?: number
  readonly found?: number
  readonly erased?: number
  readonly left?: number
  readonly deferred?: number
  readonly attempt?: number
  readonly milliseconds?: number
}

export interface Log {
  readonly debug: (fields: LogFields, message: string) => void
  readonly info: (fields: LogFields, message: string) => void
  readonly warn: (fields: LogFields, message: string) => void
  readonly error: (fields: LogFields, message: string) => void
}

export interface LogSink {
  readonly write: (line: string) => void
}

const known: Readonly<Record<keyof LogFields, 'text' | 'number'>> = {
  tenant: 'text',
  run: 'text',
  product: 'text',
  step: 'text',
  request: 'text',
  place: 'text',
  code: 'text',
  outcome: 'text',
  reason: 'text',
  count: 'number',
  found: 'number',
  erased: 'number',
  left: 'number',
  deferred: 'number',
  attempt: 'number',
  milliseconds: 'number',
}

export function createLog(level: string, sink: LogSink): Log {
  const formatters = { level: (label: string) => ({ level: label }), log: onlyKnown }
  return pino({ level, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime }, sink)
}

/** The types let an object with more fields pass; what is not on the list does not reach the sink. */
function onlyKnown(fields: object): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, kind] of Object.entries(known)) {
    const value: unknown = Reflect.get(fields, name)
    if (kind === 'text' && typeof value === 'string') kept[name] = value
    if (kind === 'number' && typeof value === 'number') kept[name] = value
  }
  return kept
}
