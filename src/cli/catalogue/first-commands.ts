/** The commands of whoever begins: they need no installation, and make one. */

import { firstQuestions } from '../../app/settings/first-questions.ts'

import type { CommandLine } from './command-line.ts'

export const firstCommands: readonly CommandLine[] = [
  {
    name: 'init',
    summary: 'write the first settings, with comments: asks on a terminal, otherwise takes options',
    operands: '',
    options: firstQuestions.map(({ flags, text, otherwise }) => {
      return [flags, otherwise === '' ? text : `${text} (default: ${otherwise})`] as const
    }),
    examples: [
      'lethe init --config first.yaml',
      'lethe init --config own.yaml --product tables --client better-sqlite3 --filename crm.db --table CUSTOMER',
    ],
    writes: true,
    load: async () => (await import('../commands/init.ts')).writeSettings,
  },
  {
    name: 'check',
    summary: 'validate request files; needs no database, and with --country no settings',
    operands: '<file...>',
    options: [
      ['--country <code>', 'how national phone numbers are read, e.g. US'],
      ['--tenant <name>', 'read phone numbers as this tenant does'],
    ],
    examples: [
      'lethe check inbox/forget-14032025-case-1002.json',
      'lethe check --country US inbox/forget-14032025-case-1002.json',
    ],
    writes: false,
    load: async () => (await import('../commands/check.ts')).checkFiles,
  },
  {
    name: 'demo',
    summary: 'a sandbox with fictional people, run end to end',
    operands: '',
    options: [
      ['--directory <folder>', 'where to put the sandbox, which then stays; default: a temporary folder'],
      ['--keep', 'leave the sandbox for a look around'],
    ],
    examples: ['lethe demo --directory ./demo'],
    writes: false,
    load: async () => (await import('../commands/demo.ts')).runDemo,
  },
]
