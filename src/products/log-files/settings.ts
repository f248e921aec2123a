/** The settings of log files: what is searched, how it is written, how it is masked. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { EncodingSetting } from '../../platform/files/scan/encoding.ts'

export type Format = 'text' | 't-server' | 'delimited'

export interface LogFilesSettings {
  /** Glob patterns, absolute or below `root`; those with `!` before them leave logs out. */
  readonly paths: readonly string[]
  /** Whether `paths` may match no log, or which of them. */
  readonly mayBeEmpty: boolean | readonly string[]
  /** TABLE_NAME is the path from here; by default the deepest folder that all patterns share. */
  readonly root?: string
  readonly format: Format
  /** Of `delimited`; default tab, as record history logs have it. */
  readonly delimiter: string
  /** Of `delimited`: names of the columns in order; by default the first line of each file names them. */
  readonly columns?: readonly string[]
  /** Keys (or columns) whose values belong to whoever the message mentions. */
  readonly keys: readonly string[]
  /** Kinds that are words of free text, searched only when asked for. */
  readonly words: readonly IdentifierKind[]
  readonly encoding: EncodingSetting
  readonly rewriteCompressed: boolean
  readonly mode: 'in-place' | 'rewrite'
  readonly maskCharacter: string
  /** The operator vouches that no process writes the files; needed for rewriting where that cannot be seen. */
  readonly assumeClosed: boolean
  /** Threads that scan; by default one per processor, four at most. */
  readonly threads?: number
}

const pattern = { type: 'string', 'x-path': 'pattern' } as const
const texts = { type: 'array', items: { type: 'string', minLength: 1 } } as const

export const settingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['paths'],
  // Relative paths count from `root`; without one from the folder of the settings, as all others.
  if: { not: { required: ['root'] } },
  then: { properties: { paths: { items: pattern }, mayBeEmpty: { items: pattern } } },
  properties: {
    paths: { ...texts, minItems: 1 },
    mayBeEmpty: { anyOf: [{ type: 'boolean' }, texts], default: false },
    root: { type: 'string', minLength: 1, 'x-path': true },
    format: { enum: ['text', 't-server', 'delimited'], default: 'text' },
    delimiter: { type: 'string', minLength: 1, maxLength: 1, default: '\t' },
    columns: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    keys: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1, maxLength: 128 }, default: [] },
    words: {
      type: 'array',
      uniqueItems: true,
      items: { enum: ['username', 'employeeid', 'name', 'fbid', 'twid', 'wcid'] },
      default: [],
    },
    encoding: { enum: ['auto', 'utf-8', 'utf-16le', 'utf-16be', 'latin1'], default: 'auto' },
    rewriteCompressed: { type: 'boolean', default: true },
    mode: { enum: ['in-place', 'rewrite'], default: 'in-place' },
    maskCharacter: { enum: ['*', '#', '_', '-', 'x', 'X'], default: '*' },
    assumeClosed: { type: 'boolean', default: false },
    threads: { type: 'integer', minimum: 1, maximum: 64 },
  },
} as const

/** What the schema has accepted, with the defaults filled in. */
export function readSettings(accepted: Partial<LogFilesSettings>): LogFilesSettings {
  return {
    paths: [],
    mayBeEmpty: false,
    format: 'text',
    delimiter: '\t',
    keys: [],
    words: [],
    encoding: 'auto',
    rewriteCompressed: true,
    mode: 'in-place',
    maskCharacter: '*',
    assumeClosed: false,
    ...accepted,
  }
}
