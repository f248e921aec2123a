/** Wraps an output stream of the process. */

import { once } from 'node:events'

import type { Output } from './process-io.ts'

/** What is written after the reader went away (`lethe history | head`) is dropped. */
export function openOutput(stream: NodeJS.WriteStream): Output {
  const gone = new AbortController()
  for (const event of ['error', 'close']) {
    stream.on(event, () => {
      gone.abort()
    })
  }
  return {
    // A pipe has no such property at all.
    isTerminal: 'isTTY' in stream && stream.isTTY,
    columns: stream.isTTY ? stream.columns : 80,
    gone: gone.signal,
    write: async (text) => {
      if (gone.signal.aborted || stream.write(text)) return
      // Whoever waits for a reader that goes away is let go.
      await once(stream, 'drain', { signal: gone.signal }).catch(() => {})
    },
  }
}
