/** The command of legal holds. */

import { tenant, type CommandLine } from './command-line.ts'

export const holdCommands: readonly CommandLine[] = [
  {
    name: 'hold',
    summary: 'add, list or release legal holds, which keep a person or a row from being erased',
    operands: '<deed> [hold]',
    options: [
      tenant,
      ['--kind <kind>', 'add a person by an identifier of this kind, such as phone or email'],
      ['--value <value>', 'the identifier, in any spelling; without it a terminal is asked'],
      ['--product <name>', 'add a row of this product, by the name of the entry or its id'],
      ['--table <name>', 'the table of the row'],
      ['--locator <id>', 'the FACT_ID of the row, as the history has it'],
      ['--reason <text>', 'why, in one line; it stands in answers'],
      ['--until <day>', 'last day, YYYY-MM-DD; without it the hold lasts until it is released'],
      ['--answer <kind>', 'held or retained, as the request is to be answered meanwhile'],
      ['--by <name>', 'who says so; without it the account of the system'],
    ],
    examples: [
      "lethe hold add --tenant acme --kind email --value ada.sample@example.com --reason 'case 12' --until 2099-03-31",
      'lethe hold list',
    ],
    writes: true,
    load: async () => (await import('../commands/hold.ts')).hold,
  },
]
