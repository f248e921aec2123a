/** Calls the command line within this process, with outputs that are kept: a terminal of any width, or a pipe. */

import { runCommandLine } from '../../src/cli/program.ts'
import type { Output } from '../../src/cli/process-io.ts'

import type { Ended } from './support.ts'

export interface Seat {
  readonly isTerminal?: boolean
  readonly columns?: number
  readonly signal?: AbortSignal
  readonly ask?: (question: string) => Promise<string>
  readonly gone?: AbortSignal
  readonly environment?: Readonly<Record<string, string>>
  /** Told of what is written to the output. */
  readonly onOut?: (text: string) => void
}

export async function lethe(folder: string, operands: readonly string[], seat: Seat = {}): Promise<Ended> {
  const { isTerminal = false, columns = 80, onOut } = seat
  const never = new AbortController().signal
  const texts = { out: '', err: '' }
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal,
    live: null,
    hasColours: false,
    columns,
    gone: (name === 'out' ? seat.gone : null) ?? never,
    write: async (text) => {
      texts[name] += text
      if (name === 'out') onOut?.(text)
    },
  })
  const code = await runCommandLine({
    operands,
    environment: seat.environment ?? {},
    workingDirectory: folder,
    out: output('out'),
    err: output('err'),
    ask: seat.ask ?? null,
    signal: seat.signal ?? never,
    checkpoint: () => {},
  })
  return { code, ...texts }
}
