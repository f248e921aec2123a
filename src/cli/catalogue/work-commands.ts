/** The commands that do the daily work. */

import { growHeapByHalves, keepHeapSmall } from '../heap-flags.ts'
import { tenant, type CommandLine } from './command-line.ts'

export const workCommands: readonly CommandLine[] = [
  {
    name: 'watch',
    summary: 'watch the folders and process requests on arrival and by schedule, until told to stop',
    operands: '',
    options: [],
    examples: ['lethe watch --config ./lethe.yaml'],
    writes: true,
    load: async () => {
      keepHeapSmall()
      return (await import('../commands/watch.ts')).watchFolders
    },
  },
  {
    name: 'alive',
    summary: 'whether watch gives signs of life on this machine, for health checks',
    operands: '',
    options: [],
    examples: ['lethe alive'],
    writes: false,
    load: async () => (await import('../commands/alive.ts')).tellAlive,
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
      return (await import('../commands/run.ts')).runPending
    },
  },
  {
    name: 'purge',
    summary: 'delete history rows older than history.daysToKeep',
    operands: '',
    options: [],
    examples: ['lethe purge'],
    writes: true,
    load: async () => (await import('../commands/purge.ts')).purgeHistory,
  },
]
