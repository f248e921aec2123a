/** The commands as completions and the manual need them. */

import { commonOptions, type CommandLine } from '../catalogue/command-line.ts'

export interface DescribedOption {
  /** With its dashes. */
  readonly name: string
  /** What it takes; null for a flag. */
  readonly value: string | null
  readonly summary: string
}

export interface DescribedCommand {
  readonly name: string
  readonly summary: string
  readonly operands: string
  readonly options: readonly DescribedOption[]
  readonly examples: readonly string[]
  /** What may stand behind its name, where that is a known word. */
  readonly words: readonly string[]
}

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

export function describe(commands: readonly CommandLine[]): readonly DescribedCommand[] {
  const help = {
    name: 'help',
    summary: 'show the help of all, or of one command',
    operands: '[command]',
    options: [],
    examples: [],
  }
  const names = [...commands.map(({ name }) => name), help.name]
  return [...commands, help].map((command) => ({
    ...command,
    options: (command === help ? [] : [...command.options, ...commonOptions]).map(describeOption),
    words: command === help ? names : command.operands === '<shell>' ? shells : [],
  }))
}

function describeOption([flags, summary]: readonly [string, string]): DescribedOption {
  const [name = '', value = null] = flags.split(' ')
  return { name, value: value?.replaceAll(/[<>]/g, '') ?? null, summary }
}
