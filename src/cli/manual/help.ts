/** What `lethe help`, `lethe help COMMAND` and `--help` show beyond the list of options. */

import type { Command } from 'commander'

import { suggestion } from '../../app/settings/nearest.ts'

import { commands } from '../commands.ts'
import { exitCodes } from './exit-codes.ts'

export function addHelp(program: Command): void {
  const codes = exitCodes
    .map(([code, ...meaning]) => `  ${String(code).padEnd(3)}  ${meaning.join('\n       ')}\n`)
    .join('')
  program.addHelpText('after', `\nExit codes:\n${codes}\n\`lethe help COMMAND\` shows one of them, with examples.`)
  for (const { name, examples } of commands) {
    const lines = examples.map((example) => `  ${example}\n`).join('')
    find(program, name)?.addHelpText('after', `\nExamples:\n${lines}`.trimEnd())
  }
  program.helpCommand(false)
  program
    .command('help [command]')
    .description('show the help of all, or of one command')
    .action((name: string | undefined) => {
      showHelp(program, name ?? null)
    })
}

function showHelp(program: Command, name: string | null): void {
  const command = name === null ? program : find(program, name)
  if (command !== null) {
    command.outputHelp()
    return
  }
  const known = commands.map((one) => one.name)
  program.error(`error: there is no command \`${name ?? ''}\`; ${suggestion(name ?? '', known)}`)
}

function find(program: Command, name: string): Command | null {
  return program.commands.find((command) => command.name() === name) ?? null
}
