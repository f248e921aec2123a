/** Reads the command line and hands the call to its command; wrong usage ends in exit code 2. */

import { resolve } from 'node:path'

import { Command, CommanderError, Option } from 'commander'

import { commonOptions, type CommandLine } from './catalogue/command-line.ts'
import { commands } from './commands.ts'
import { tellFailure } from './failure.ts'
import { forEyes, printable } from './for-eyes.ts'
import { addHelp } from './manual/help.ts'
import type { Call, ExitCode, Options, Output, ProcessIo } from './process-io.ts'
import { ownVersion } from './manual/version.ts'

export async function runCommandLine(processIo: ProcessIo): Promise<ExitCode> {
  const io = forEyes(processIo)
  let code: ExitCode = 0
  const texts: Promise<void>[] = []
  const program = new Command('lethe')
    .description('Answers GDPR export and forget requests in contact centers.')
    .version(ownVersion(), '-V, --version', 'show the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => texts.push(io.out.write(text)),
      writeErr: (text) => texts.push(io.err.write(text)),
      getOutHelpWidth: () => io.out.columns,
      getErrHelpWidth: () => io.err.columns,
    })
    // Text beside a column of names is broken also where little width is left.
    .configureHelp({ minWidthToWrap: 15 })
    .showSuggestionAfterError()
  for (const line of commands) {
    addCommand(program, line, async (command) => {
      code = await perform(line, callOf(io, command))
    })
  }
  addHelp(program)
  try {
    await program.parseAsync([...io.operands], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // `lethe` alone shows its help as an error: no command is wrong usage.
    code = error.exitCode === 0 ? 0 : 2
  }
  await Promise.all(texts)
  return code
}

function addCommand(program: Command, line: CommandLine, action: (command: Command) => Promise<void>): void {
  const command = program.command(line.operands === '' ? line.name : `${line.name} ${line.operands}`)
  command.description(line.summary)
  for (const [flags, summary] of line.options) command.option(flags, summary)
  for (const [flags, summary] of commonOptions) {
    const option = new Option(flags, summary)
    command.addOption(flags === '--json' ? option.conflicts('text') : option)
  }
  command.allowExcessArguments(false)
  command.action(() => action(command))
}

function callOf(io: ProcessIo, command: Command): Call {
  const given: Readonly<Record<string, unknown>> = command.opts()
  const options: Options = {
    text: (name) => (typeof given[name] === 'string' ? given[name] : null),
    flag: (name) => given[name] === true,
  }
  const config = options.text('config')
  const json = options.flag('json') || (!options.flag('text') && !io.out.isTerminal)
  return {
    io: json ? io : { ...io, out: forPeople(io.out), err: forPeople(io.err) },
    config: resolve(io.workingDirectory, config ?? 'lethe.yaml'),
    configGiven: config !== null,
    json,
    operands: command.args,
    options,
  }
}

/** What a terminal gets has been made harmless already. */
function forPeople(output: Output): Output {
  return output.isTerminal ? output : printable(output)
}

async function perform(line: CommandLine, called: Call): Promise<ExitCode> {
  const { gone } = called.io.out
  // A question that nobody listens to any more needs no end.
  const call = line.writes
    ? called
    : { ...called, io: { ...called.io, signal: AbortSignal.any([called.io.signal, gone]) } }
  try {
    const handler = await line.load()
    const code = await handler(call)
    return gone.aborted && !line.writes ? 0 : code
  } catch (error) {
    return gone.aborted && !line.writes ? 0 : tellFailure(error, call)
  }
}
