/** The commands of `lethe`, one file each; a file is loaded when its command is called. */

import { firstQuestions } from '../app/settings/first-questions.ts'

import type { Handler } from './process-io.ts'
import { growHeapByHalves, keepHeapSmall } from './heap-flags.ts'

export interface CommandLine {
  readonly name: string
  readonly summary: string
  /** In commander's notation, e.g. `[file...]`; empty for none. */
  readonly operands: string
  /** Flags and what they do, beyond `--config`, `--json` and `--text`. */
  readonly options: readonly (readonly [flags: string, summary: string])[]
  /** Whole command lines that its help shows; a test runs each. */
  readonly examples: readonly [string, ...string[]]
  /** Changes something, and so comes to its end also when nobody reads its output any more. */
  readonly writes: boolean
  readonly load: () => Promise<Handler>
}

const tenant = ['--tenant <name>', 'only this tenant'] as const

export const commands: readonly CommandLine[] = [
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
    load: async () => (await import('./commands/init.ts')).writeSettings,
  },
  {
    name: 'watch',
    summary: 'watch the folders and process requests on arrival and by schedule, until told to stop',
    operands: '',
    options: [],
    examples: ['lethe watch --config ./lethe.yaml'],
    writes: true,
    load: async () => {
      keepHeapSmall()
      return (await import('./commands/watch.ts')).watchFolders
    },
  },
  {
    name: 'run',
    summary: 'one pass over everything pending, or over the given request files, then exit',
    operands: '[file...]',
    options: [tenant],
    examples: ['lethe run', 'lethe run --tenant acme', 'lethe run inbox/export-14032025-case-1002.json'],
    writes: true,
    load: async () => {
      growHeapByHalves()
      return (await import('./commands/run.ts')).runPending
    },
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
    load: async () => (await import('./commands/check.ts')).checkFiles,
  },
  {
    name: 'preview',
    summary: 'show what would be found and redacted, changing nothing and recording nothing',
    operands: '<file...>',
    options: [
      ['--tenant <name>', 'the tenant whose data is searched, when the file is not in a tenant’s folder'],
      ['--show-values', 'print the keys and values found; they are personal data'],
    ],
    examples: ['lethe preview inbox/forget-14032025-case-1002.json'],
    writes: false,
    load: async () => (await import('./commands/preview.ts')).previewFiles,
  },
  {
    name: 'plan',
    summary: 'what of a run is held, in counts and with the hash of its rows; changes nothing and searches nothing',
    operands: '<run>',
    options: [['--values', 'print the keys and values recorded; they are personal data']],
    load: async () => (await import('./commands/plan.ts')).showPlan,
  },
  {
    name: 'status',
    summary: 'what is pending, running, deferred, failed, held or unsealed; how old it is and when it is due',
    operands: '',
    options: [tenant],
    examples: ['lethe status', 'lethe status --tenant acme --json'],
    writes: false,
    load: async () => (await import('./commands/status.ts')).showStatus,
  },
  {
    name: 'requests',
    summary: 'every request of a period, refused, cancelled, given-up and finished ones too',
    operands: '',
    options: [
      tenant,
      ['--state <state>', 'pending, running, deferred, failed, held, done, rejected, cancelled, given-up, …'],
      ['--action <action>', 'export or forget'],
      ['--from <date>', 'first day the person asked on, YYYY-MM-DD or epoch seconds, UTC'],
      ['--to <date>', 'last day, YYYY-MM-DD or epoch seconds, UTC'],
      ['--due-by <date>', 'only what is not answered and has to be by this day'],
    ],
    load: async () => (await import('./commands/requests.ts')).listRequests,
  },
  {
    name: 'show',
    summary: 'one run: its files, products, attempts, counts, warnings, and what changed in the settings since',
    operands: '<run>',
    options: [],
    load: async () => (await import('./commands/show.ts')).showRun,
  },
  {
    name: 'retry',
    summary: 'try a failed, deferred, cancelled or given-up run again now, or process a file that waits for this word',
    operands: '<run-or-file>',
    options: [tenant],
    examples: ['lethe retry 3f2a', 'lethe retry forget-14032025-case-1002.json --tenant acme'],
    writes: true,
    load: async () => (await import('./commands/retry.ts')).retry,
  },
  {
    name: 'cancel',
    summary: 'stop a run at its next transaction; its execution log says what was done',
    operands: '<run>',
    options: [],
    examples: ['lethe cancel 3f2a'],
    writes: true,
    load: async () => (await import('./commands/cancel.ts')).cancel,
  },
  {
    name: 'done',
    summary: 'confirm that a step by hand of a declared product was done',
    operands: '<run>',
    options: [
      ['--product <name>', 'the entry of the settings, or the system’s name'],
      ['--by <name>', 'who did it'],
      ['--note <text>', 'what there is to say about it'],
    ],
    examples: ["lethe done 3f2a --product 'paper files' --by 'R. Stone' --note 'box 12'"],
    writes: true,
    load: async () => (await import('./commands/done.ts')).confirm,
  },
  {
    name: 'history',
    summary: 'what exports found of a person; with --audit everything that was searched',
    operands: '',
    options: [
      ['--consumer <id>', 'the identifier as submitted'],
      tenant,
      ['--from <date>', 'first day, YYYY-MM-DD or epoch seconds, UTC'],
      ['--to <date>', 'last day, YYYY-MM-DD or epoch seconds, UTC'],
      ['--audit', 'the full trail, with what was searched in vain'],
      ['--format <form>', 'table, csv or json'],
    ],
    examples: [
      "lethe history --consumer '+1 212 555 0142'",
      'lethe history --consumer ada.sample@example.com --from 2025-03-01 --audit --format csv',
    ],
    writes: false,
    load: async () => (await import('./commands/history.ts')).showHistory,
  },
  {
    name: 'verify',
    summary: 'look again for what a forget run erased',
    operands: '<run>',
    options: [],
    examples: ['lethe verify 3f2a'],
    writes: false,
    load: async () => (await import('./commands/verify.ts')).verifyRun,
  },
  {
    name: 'purge',
    summary: 'delete history rows older than history.daysToKeep',
    operands: '',
    options: [],
    examples: ['lethe purge'],
    writes: true,
    load: async () => (await import('./commands/purge.ts')).purgeHistory,
  },
  {
    name: 'doctor',
    summary: 'check settings, connections, rights, tables and indexes; print what is missing as statements',
    operands: '',
    options: [tenant],
    examples: ['lethe doctor', 'lethe doctor --tenant acme --text'],
    writes: false,
    load: async () => (await import('./commands/doctor.ts')).examine,
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
    load: async () => (await import('./commands/demo.ts')).runDemo,
  },
]
