/** Wraps an output stream of the process. */

import { once } from 'node:events'

import { seesColours } from './screen/colour.ts'
import type { LiveLine } from './screen/live-line.ts'
import type { Output } from './process-io.ts'

interface OutputOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Of the terminal that the stream writes to, if any. */
  readonly live: LiveLine | null
}

/** What is written after the reader went away (`lethe history | head`) is dropped. */
export function openOutput(stream: NodeJS.WriteStream, { environment, live }: OutputOptions): Output {
  const gone = new AbortController()
  for (const event of ['error', 'close']) {
    stream.on(event, () => {
      gone.abort()
    })
  }
  const ownLine = isTerminal(stream) ? live : null
  return {
    isTerminal: isTerminal(stream),
    hasColours: seesColours(isTerminal(stream), environment),
    // A window may be made wider or narrower meanwhile.
    get columns() {
      return stream.isTTY ? stream.columns : (widthTold(environment['COLUMNS']) ?? 120)
    },
    live: ownLine,
    gone: gone.signal,
    write: async (text) => {
      if (gone.signal.aborted || ownLine?.above(text) === true || stream.write(text)) return
      // Whoever waits for a reader that goes away is let go.
      await once(stream, 'drain', { signal: gone.signal }).catch(() => {})
    },
  }
}

/** A pipe has no such property at all. */
export function isTerminal(stream: NodeJS.WriteStream): boolean {
  return 'isTTY' in stream && stream.isTTY
}

function widthTold(told: string | undefined): number | null {
  return told !== undefined && /^[1-9]\d{1,3}$/.test(told) ? Number(told) : null
}
