/** Output that somebody looks at: no text of others moves the cursor, clears the screen or answers for the terminal. */

import { printableText } from '../app/printable.ts'

import type { Output, ProcessIo } from './process-io.ts'

/** What a program reads goes through as it is; its results are made harmless where they are made. */
export function forEyes(io: ProcessIo): ProcessIo {
  return { ...io, out: printable(io.out), err: printable(io.err) }
}

function printable(output: Output): Output {
  return output.isTerminal ? { ...output, write: (text) => output.write(printableText(text)) } : output
}
