/** Reads the command line and hands the call to its command; wrong usage ends in exit code 2. */

import { resolve } from 'node:path'

import { Command, CommanderError } from 'commander'

import { commands, type CommandLine } from './commands.ts'
import { tellFailure } from './failure.ts'
import { forEyes } from './for-eyes.ts'
import type { Call, ExitCode, Options, ProcessIo } from './process-io.ts'

export async function runCommandLine(processIo: ProcessIo): Promise<ExitCode> {
  const io = forEyes(processIo)
  let code: ExitCode = 0
  const texts: Promise<void>[] = []
  const program = new Command('lethe')
    .description('Answers GDPR export and forget requests in contact centers.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => texts.push(io.out.write(text)),
      writeErr: (text) => texts.push(io.err.write(text)),
      getOutHelpWidth: () => io.out.columns,
      getErrHelpWidth: () => io.err.columns,
    })
    .showSuggestionAfterError()
  for (const line of commands) {
    addCommand(program, line, async (command) => {
      code = await perform(line, callOf(io, command))
    })
  }
  try {
    await program.parseAsync([...io.operands], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    code = isHelp(error) ? 0 : 2
  }
  await Promise.all(texts)
  return code
}

function addCommand(program: Command, line: CommandLine, action: (command: Command) => Promise<void>): void {
  const command = program.command(line.operands === '' ? line.name : `${line.name} ${line.operands}`)
  command.description(line.summary)
  for (const [flags, summary] of line.options) command.option(flags, summary)
  command.option('--config <file>', 'the settings file (default: ./lethe.yaml)')
  command.option('--json', 'results as JSON lines, also on a terminal')
  command.allowExcessArguments(false)
  command.action(() => action(command))
}

/** `lethe` alone shows its help as an error: no command is wrong usage. */
function isHelp(error: CommanderError): boolean {
  return error.code === 'commander.helpDisplayed' || error.code === 'commander.version'
}

function callOf(io: ProcessIo, command: Command): Call {
  const given: Readonly<Record<string, unknown>> = command.opts()
  const options: Options = {
    text: (name) => (typeof given[name] === 'string' ? given[name] : null),
    flag: (name) => given[name] === true,
  }
  const config = options.text('config')
  return {
    io,
    config: resolve(io.workingDirectory, config ?? 'lethe.yaml'),
    configGiven: config !== null,
    json: options.flag('json') || !io.out.isTerminal,
    operands: command.args,
    options,
  }
}

async function perform(line: CommandLine, call: Call): Promise<ExitCode> {
  try {
    const handler = await line.load()
    return await handler(call)
  } catch (error) {
    return tellFailure(error, call)
  }
}
