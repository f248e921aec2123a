#!/usr/bin/env node
/** The product to the io: gives the command line what it needs of this process, and leaves with its exit code. */

import { setMaxListeners } from 'node:events'

import { noCheckpoint } from './domain/checkpoint.ts'
import { runCommandLine } from './cli/program.ts'
import { bugReport } from './cli/failure.ts'
import { LiveLine } from './cli/screen/live-line.ts'
import { isTerminal, openOutput } from './cli/output.ts'
import { ask } from './cli/terminal.ts'

// Whatever is made is for its owner alone; what others are to read is given its rights by whoever makes it.
process.umask(0o077)

/** What a shell expects of a process that Ctrl-C ended, as far as it had come. */
const interruptedCode = 130
const interruption = new AbortController()
const stop = new AbortController()
// As many listen as there are tenants.
setMaxListeners(0, stop.signal)
const live = isTerminal(process.stderr) ? new LiveLine(process.stderr) : null
const err = openOutput(process.stderr, { environment: process.env, live })

for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.on(name, () => {
    // The first asks to finish the transaction at hand; who asks twice cannot wait for that.
    if (stop.signal.aborted) process.exit(name === 'SIGINT' ? interruptedCode : 143)
    if (name === 'SIGINT') interruption.abort()
    stop.abort()
  })
}

for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(name, (error: unknown) => {
    // Node itself would print the message, which may quote values.
    void err.write(bugReport(error)).then(() => process.exit(1))
  })
}

const code = await runCommandLine({
  operands: process.argv.slice(2),
  environment: process.env,
  workingDirectory: process.cwd(),
  out: openOutput(process.stdout, { environment: process.env, live }),
  err,
  ask: process.stdin.isTTY ? (question) => ask(question, stop.signal) : null,
  signal: stop.signal,
  checkpoint: noCheckpoint,
})
process.exitCode = interruption.signal.aborted ? interruptedCode : code
