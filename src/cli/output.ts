/** Wraps an output stream of the process. */

import { once } from 'node:events'

import type { Output } from './process-io.ts'

/** What is written after the reader went away (`lethe history | head`) is dropped. */
export function openOutput(stream: NodeJS.WriteStream): Output {
  let open = true
  stream.on('error', () => {
    open = false
  })
  return {
    // A pipe has no such property at all.
    isTerminal: 'isTTY' in stream && stream.isTTY,
    columns: stream.isTTY ? stream.columns : 80,
    write: async (text) => {
      if (!open || stream.write(text)) return
      await Promise.race([once(stream, 'drain'), once(stream, 'close')])
    },
  }
}
