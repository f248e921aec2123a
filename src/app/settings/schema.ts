/** Checks settings against JSON Schemas: the file's own, and that of each product for its entries. */

import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject } from 'ajv'

import type { SettingsProblem } from '../../domain/errors.ts'
import { isCountry } from '../../platform/text/country.ts'
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
  'duration-text': (text: string) => readDuration(text) !== null,
} as const

export interface SettingsSchema {
  readonly accepts: (document: unknown) => document is WrittenSettings
  /** What `accepts` found wrong when it last ran. */
  readonly problems: () => readonly SettingsProblem[]
}

export function settingsSchema(): SettingsSchema {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
  })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  const validate = ajv.compile<WrittenSettings>(readSchema())
  return { accepts: validate, problems: () => problemsOf(validate.errors ?? [], '') }
}

/**
 * Checks one product entry (without `product`) and returns what is wrong. Texts whose schema says `"x-path": true`
 * are made absolute in place, relative to the settings file.
 */
export function checkProductEntry(
  entry: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, unknown>>,
  at: { readonly pointer: string; readonly baseDirectory: string },
): readonly SettingsProblem[] {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateFormats: true, logger: false })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  ajv.addKeyword({
    keyword: 'x-path',
    type: 'string',
    modifying: true,
    schemaType: 'boolean',
    compile: () => (text: string, place) => {
      if (place !== undefined && !isAbsolute(text)) {
        Reflect.set(place.parentData, place.parentDataProperty, resolve(at.baseDirectory, text))
      }
      return true
    },
  })
  const validate = ajv.compile({ type: 'object', ...schema })
  validate(entry)
  const errors: readonly ErrorObject[] = validate.errors ?? []
  return problemsOf(errors, at.pointer)
}

function readSchema(): Readonly<Record<string, unknown>> {
  // The same two steps up from src/ and from dist/.
  const text = readFileSync(new URL('../../../schemas/settings.schema.json', import.meta.url), 'utf8')
  const schema: unknown = JSON.parse(text)
  if (!isRecord(schema)) throw new TypeError('schemas/settings.schema.json is not an object')
  return schema
}
