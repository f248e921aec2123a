/** Settings of CX Insights. */

import type { SettingsProblem } from '../../domain/errors.ts'

export interface CxInsightsSettings {
  readonly logs?: { readonly root?: string; readonly removeAfterDays?: number }
  readonly purge?: { readonly command: readonly string[]; readonly timeoutSeconds?: number }
  readonly cubes?: boolean
  readonly dueInDays?: number
  readonly owner?: string
}

export const defaults = { root: '/mnt/log', removeAfterDays: 21, timeoutSeconds: 300, dueInDays: 21 } as const

export const cxInsightsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    logs: {
      type: 'object',
      additionalProperties: false,
      description: 'The documented logs, which may hold login names. Missing: they are a step by hand.',
      properties: {
        root: {
          type: 'string',
          minLength: 1,
          'x-path': true,
          default: defaults.root,
          description: 'As this machine sees it.',
        },
        removeAfterDays: {
          type: 'integer',
          minimum: 1,
          maximum: 30,
          default: defaults.removeAfterDays,
          description: 'Days since its last change after which a log that is no longer written is removed.',
        },
      },
    },
    purge: {
      type: 'object',
      required: ['command'],
      additionalProperties: false,
      description: 'Purges the report caches of the project, once for each forget. Missing: it is a step by hand.',
      properties: {
        command: {
          type: 'array',
          minItems: 1,
          items: { type: 'string' },
          description: 'An absolute path and its arguments; no shell reads them.',
        },
        timeoutSeconds: { type: 'integer', minimum: 1, maximum: 3600, default: defaults.timeoutSeconds },
      },
    },
    cubes: { type: 'boolean', default: true, description: 'Cubes are in use, and are a step by hand.' },
    dueInDays: { type: 'integer', minimum: 0, default: defaults.dueInDays, description: 'Days until a step is due.' },
    owner: { type: 'string', minLength: 1, maxLength: 100, description: 'Who does the steps by hand.' },
  },
} as const

/** What the schema cannot say. */
export function problemsOf({ purge }: CxInsightsSettings): readonly SettingsProblem[] {
  const [command = ''] = purge?.command ?? []
  if (purge === undefined || command.startsWith('/')) return []
  return [{ pointer: '/purge/command/0', message: 'must be an absolute path: nobody looks for the command' }]
}
