/** Output that somebody looks at: no text of others moves the cursor, clears the screen or answers for the terminal. */

import { printableText } from '../app/printable.ts'

import { coloured } from './screen/colour.ts'
import type { Output, ProcessIo } from './process-io.ts'

/** What a program reads goes through as it is; its results are made harmless where they are made. */
export function forEyes(io: ProcessIo): ProcessIo {
  return {
    ...io,
    out: io.out.isTerminal ? printable(io.out) : io.out,
    err: io.err.isTerminal ? printable(io.err) : io.err,
  }
}

/** Text in a pipe ends on a terminal, too: of a pager, or of whoever reads the file. */
export function printable(output: Output): Output {
  return {
    ...output,
    get columns() {
      return output.columns
    },
    write: (text) => output.write(coloured(text, output.hasColours, printableText)),
  }
}
