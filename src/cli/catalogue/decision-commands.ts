/** The commands for what is held: look at it, and decide. */

import type { CommandLine } from './command-line.ts'

const deciding = [
  ['--key <file>', 'the SSH key to sign with; ssh-keygen asks for its passphrase'],
  ['--as-os-user', 'decide with the name of this account, where the settings let it count'],
  ['--plan <hash>', 'only the plan whose hash begins so'],
] as const

export const decisionCommands: readonly CommandLine[] = [
  {
    name: 'plan',
    summary: 'what of a run is held, in counts and with the hash of its rows; changes nothing and searches nothing',
    operands: '<run>',
    options: [['--values', 'print the keys and values recorded; they are personal data']],
    examples: ['lethe plan 3f2a', 'lethe plan 3f2a --json'],
    writes: false,
    load: async () => (await import('../commands/plan.ts')).showPlan,
  },
  {
    name: 'approve',
    summary: 'approve what a run has planned, so that the next pass carries it out',
    operands: '<run>',
    options: [...deciding, ['--reason <text>', 'why; nothing personal']],
    examples: ['lethe approve 3f2a --key ~/.ssh/id_ed25519', 'lethe approve 3f2a --as-os-user'],
    writes: true,
    load: async () => (await import('../commands/decide.ts')).approve,
  },
  {
    name: 'reject',
    summary: 'reject what a run has planned; its identifiers are answered with an error for good',
    operands: '<run>',
    options: [...deciding, ['--reason <text>', 'why, for the answer; nothing personal']],
    examples: ["lethe reject 3f2a --key ~/.ssh/id_ed25519 --reason 'a number of the company'"],
    writes: true,
    load: async () => (await import('../commands/decide.ts')).reject,
  },
]
