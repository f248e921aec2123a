/** Checks settings against JSON Schemas: the file's own, and that of each product for its entries. */

import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'

import type { SettingsProblem } from '../../domain/errors.ts'
import { isCountry } from '../../platform/match/numbering-library.ts'
import { isValueGlob } from '../../platform/match/value-globs.ts'
import { isCronExpression, isTimeZone } from '../../platform/time/cron.ts'
import { readDaySpan } from '../../platform/time/quiet-hours.ts'

import { readDuration } from './duration.ts'
import { isRecord } from './pointer.ts'
import { problemsOf } from './sentences.ts'
import type { WrittenSettings } from './written.ts'

/** The formats that the published schema names. */
const formats = {
  cron: isCronExpression,
  'time-zone': isTimeZone,
  country: isCountry,
  'day-span': (text: string) => readDaySpan(text) !== null,
  'value-glob': isValueGlob,
  'duration-text': (text: string) => readDuration(text) !== null,
} as const

export interface SettingsSchema {
  readonly accepts: (document: unknown) => document is WrittenSettings
  /** What `accepts` found wrong when it last ran. */
  readonly problems: () => readonly SettingsProblem[]
}

export function settingsSchema(): SettingsSchema {
  const ajv = new Ajv2020({ ...ownSchemas, allowUnionTypes: true, strictRequired: false, strictTypes: false })
  addFormats(ajv)
  const validate = ajv.compile<WrittenSettings>(readSchema())
  return { accepts: validate, problems: () => problemsOf(validate.errors ?? [], '') }
}

/**
 * Checks a product's entry (without `product`) and returns what is wrong. Texts whose schema says `"x-path": true` are
 * made absolute in place; with `"x-path": "pattern"` a `!` before the path stays before it.
 */
export type CheckProductEntry = (
  product: string,
  entry: Readonly<Record<string, unknown>>,
  pointer: string,
) => readonly SettingsProblem[]

/** Paths count from `baseDirectory`. Each schema is compiled once, however many entries there are of its product. */
export function productEntryCheck(
  schemaOf: (product: string) => Readonly<Record<string, unknown>>,
  baseDirectory: string,
): CheckProductEntry {
  const ajv = new Ajv2020({ ...ownSchemas, strict: false, logger: false })
  addFormats(ajv)
  ajv.addKeyword({
    keyword: 'x-path',
    type: 'string',
    modifying: true,
    schemaType: ['boolean', 'string'],
    compile: (what) => (text: string, place) => {
      const sign = what === 'pattern' && /^!(?!\()/.test(text) ? '!' : ''
      const path = text.slice(sign.length)
      if (place !== undefined && !isAbsolute(path)) {
        Reflect.set(place.parentData, place.parentDataProperty, sign + resolve(baseDirectory, path))
      }
      return true
    },
  })
  const compiled = new Map<string, ValidateFunction>()
  return (product, entry, pointer) => {
    const validate = compiled.get(product) ?? ajv.compile({ type: 'object', ...schemaOf(product) })
    compiled.set(product, validate)
    validate(entry)
    return problemsOf(validate.errors ?? [], pointer)
  }
}

/**
 * A schema runs once or twice: making its code short costs more than it gains. That the schemas are schemas themselves
 * is told by a test, and compiling the schema of schemas takes longer than all of ours.
 */
const ownSchemas = {
  allErrors: true,
  verbose: true,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
} as const

function addFormats(ajv: Ajv2020): void {
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
}

function readSchema(): Readonly<Record<string, unknown>> {
  // The same two steps up from src/ and from dist/.
  const text = readFileSync(new URL('../../../schemas/settings.schema.json', import.meta.url), 'utf8')
  const schema: unknown = JSON.parse(text)
  if (!isRecord(schema)) throw new TypeError('schemas/settings.schema.json is not an object')
  return schema
}
