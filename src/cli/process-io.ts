/** What a command may touch of the process it runs in. */

import type { Checkpoint } from '../domain/checkpoint.ts'

import type { LiveLine } from './screen/live-line.ts'

export interface Output {
  /** Resolves when more may be written, so that a slow reader holds us back. */
  readonly write: (text: string) => Promise<void>
  /** Somebody looks at it; otherwise another program reads it. */
  readonly isTerminal: boolean
  /** Whether words may have colours. */
  readonly hasColours: boolean
  /** Width in characters. */
  readonly columns: number
  /** The line at the foot of the terminal; null where there is none. */
  readonly live: LiveLine | null
  /** Aborts when its reader went away; what is written from then on is dropped. */
  readonly gone: AbortSignal
}

export interface ProcessIo {
  readonly operands: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  readonly out: Output
  readonly err: Output
  /** Asks whoever sits at the terminal; null where nobody does. */
  readonly ask: ((question: string) => Promise<string>) | null
  /** Aborts on the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal
  /** Told whenever something becomes lasting; only tests listen. */
  readonly checkpoint: Checkpoint
}

/** 0: all well. 1: a file was refused, an identifier ended in ERROR or a product failed. 2: wrong usage or settings. */
export type ExitCode = 0 | 1 | 2

/** One command as it was called. */
export interface Call {
  readonly io: ProcessIo
  /** Path of the settings file. */
  readonly config: string
  /** Whether `--config` was given; without it a missing file may be all right. */
  readonly configGiven: boolean
  /** Results as JSON lines, otherwise text: as `--json` and `--text` say; without them, what a terminal gets is text. */
  readonly json: boolean
  readonly operands: readonly string[]
  readonly options: Options
}

/** The options of a call by their long names, without dashes and in camel case. */
export interface Options {
  readonly text: (name: string) => string | null
  readonly flag: (name: string) => boolean
}

export type Handler = (call: Call) => Promise<ExitCode>
