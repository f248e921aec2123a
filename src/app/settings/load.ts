/** Loads the settings: read once, checked as a whole before anything starts, frozen. */

import { dirname, resolve } from 'node:path'

import { SettingsInvalid, type SettingsProblem } from '../../domain/errors.ts'
import { yamlPlaces } from '../../platform/text/yaml-places.ts'
import { readYaml } from '../../platform/text/yaml.ts'

import { checkCoherence, declaredDatabases, defaultHistoryName, historyDatabaseName } from './coherence.ts'
import { complete } from './defaults.ts'
import { deepFreeze } from './freeze.ts'
import { checkProducts, withoutProduct, type KnownProducts } from './products.ts'
import { productEntryCheck, settingsSchema } from './check-schema.ts'
import { inboxesIn } from './tenants.ts'
import { readSettingsFile } from './read-file.ts'
import { resolveSecrets, type Environment } from './secrets.ts'
import type { Settings } from './settings.ts'

export interface SettingsSource {
  /** Path of the settings file. */
  readonly file: string
  readonly environment: Environment
  readonly products: KnownProducts
}

/** Throws SettingsInvalid with every problem at once, each with its JSON pointer. */
export function loadSettings(source: SettingsSource): Settings {
  const file = resolve(source.file)
  const baseDirectory = dirname(file)
  const text = readSettingsFile(file)
  const document = readDocument(text)
  const resolved = resolveSecrets(document, source.environment, baseDirectory)
  const schema = settingsSchema()
  const accepted = schema.accepts(resolved.value)
  const databases = knownDatabases(resolved.value)
  const isInbox = inboxesIn(resolved.value, baseDirectory)
  const checkEntry = productEntryCheck((id) => source.products[id]?.settingsSchema ?? {}, baseDirectory)
  const problems = [
    ...schema.problems(),
    ...resolved.problems,
    ...checkCoherence(resolved.value, baseDirectory),
    ...checkProducts(resolved.value, { products: source.products, databases, isInbox, checkEntry }),
  ]
  if (!accepted || problems.length > 0) throw invalid(text, inOrder(problems))
  return deepFreeze(
    complete(resolved.value, {
      baseDirectory,
      completeEntry: (entry) => {
        const settings = withoutProduct(entry)
        checkEntry(entry.product, settings, '')
        return settings
      },
      placeOf: (product, settings) => placeOfEntry(source.products, product, settings),
      document,
    }),
  )
}

function placeOfEntry(products: KnownProducts, id: string, settings: unknown): unknown {
  return products[id]?.placeOf?.(settings) ?? null
}

const emptyFile =
  'must be an object, and the file is empty, or holds comments alone: write the settings into it, or remove it and run `lethe init`'

function readDocument(text: string): unknown {
  const reading = readYaml(text)
  if (reading.kind === 'read' && (reading.value === null || reading.value === undefined)) {
    throw new SettingsInvalid([{ pointer: '', message: emptyFile }], [{ line: 1, column: 1 }])
  }
  if (reading.kind === 'read') return reading.value
  const problems = reading.problems.map(({ line, message }) => ({ pointer: '', message: `line ${line}: ${message}` }))
  throw new SettingsInvalid(problems, reading.problems)
}

function invalid(text: string, problems: readonly SettingsProblem[]): SettingsInvalid {
  const placeOf = yamlPlaces(text)
  return new SettingsInvalid(problems, placeOf === null ? [] : problems.map(({ pointer }) => placeOf(pointer)))
}

/** The declared ones, and the history's own when it is left to the default. */
function knownDatabases(document: unknown): readonly string[] {
  const declared = declaredDatabases(document)
  const implied = historyDatabaseName(document) === defaultHistoryName && !declared.includes(defaultHistoryName)
  return implied ? [...declared, defaultHistoryName] : declared
}

/** By place, so that the list reads along the file; problems of one place keep their order. */
function inOrder(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  return [...problems].sort((a, b) => (a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0))
}
