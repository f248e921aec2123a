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

export function createLog(level: string, sink: LogSink): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink)
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
