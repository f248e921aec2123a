/** What the command line knows of each command. */

import type { Handler } from '../process-io.ts'

export interface CommandLine {
  readonly name: string
  readonly summary: string
  /** In commander's notation, e.g. `[file...]`; empty for none. */
  readonly operands: string
  /** Flags and what they do, beyond `--config`, `--json` and `--text`. */
  readonly options: readonly (readonly [flags: string, summary: string])[]
  /** Whole command lines that its help shows; a test runs each. */
  readonly examples: readonly [string, ...string[]]
  /** Changes something, and so comes to its end also when nobody reads its output any more. */
  readonly writes: boolean
  readonly load: () => Promise<Handler>
}

/** What every command takes beyond its own. */
export const commonOptions = [
  ['--config <file>', 'the settings file (default: ./lethe.yaml)'],
  ['--json', 'results as JSON lines, also on a terminal'],
  ['--text', 'results as text, also where no terminal is'],
] as const

export const tenant = ['--tenant <name>', 'only this tenant'] as const
