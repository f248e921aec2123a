/** `lethe completion SHELL` and `lethe manual`: what a shell and `man` want to know of the commands. */

import type { CommandLine } from '../catalogue/command-line.ts'
import { tellUsage } from '../failure.ts'
import { completions } from '../manual/completions.ts'
import { describe, shells } from '../manual/described.ts'
import { manPage } from '../manual/man-page.ts'
import type { Handler } from '../process-io.ts'
import { ownVersion } from '../manual/version.ts'

/** A script, also in a pipe: that is where a shell reads it. */
export function printCompletion(commands: readonly CommandLine[]): Handler {
  return async (call) => {
    const shell = shells.find((name) => name === call.operands[0])
    if (shell === undefined) return tellUsage(`the shells are ${shells.join(', ')}`, call)
    await call.io.out.write(completions[shell](describe(commands)))
    return 0
  }
}

export function printManual(commands: readonly CommandLine[]): Handler {
  return async (call) => {
    await call.io.out.write(manPage(describe(commands), ownVersion()))
    return 0
  }
}
