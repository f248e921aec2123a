/** Wraps an output stream of the process. */

import { once } from 'node:events'

import type { Output } from './process-io.ts'

/** `told`: the width of what is no terminal, as `COLUMNS` has it. What is written after the reader went away (`lethe history | head`) is dropped. */
export function openOutput(stream: NodeJS.WriteStream, told?: string): Output {
  const gone = new AbortController()
  for (const event of ['error', 'close']) {
    stream.on(event, () => {
      gone.abort()
    })
  }
  return {
    // A pipe has no such property at all.
    isTerminal: 'isTTY' in stream && stream.isTTY,
    columns: stream.isTTY ? stream.columns : (widthTold(told) ?? 120),
    gone: gone.signal,
    write: async (text) => {
      if (gone.signal.aborted || stream.write(text)) return
      // Whoever waits for a reader that goes away is let go.
      await once(stream, 'drain', { signal: gone.signal }).catch(() => {})
    },
  }
}

function widthTold(told: string | undefined): number | null {
  return told !== undefined && /^[1-9]\d{1,3}$/.test(told) ? Number(told) : null
}
