/**
 * libphonenumber, loaded when a numbering plan is asked for the first time: it takes some ten megabytes and tens of
 * milliseconds, and threads that scan logs hardly ever ask. Only what can be required is loaded at once.
 */

import { createRequire } from 'node:module'

import type * as Core from 'libphonenumber-js/core'
import type * as Library from 'libphonenumber-js/max'

interface Loaded {
  readonly library: typeof Library
  /** How countries dial. */
  readonly metadata: Core.Metadata
}

const names = ['libphonenumber-js/max', 'libphonenumber-js/core', 'libphonenumber-js/metadata.max.json'] as const

let loaded: Loaded | null = null

export function numberingLibrary(): typeof Library {
  return (loaded ??= load()).library
}

/** Of a country that `isSupportedCountry` knows. */
export function numberingPlanOf(country: Library.CountryCode): Core.NumberingPlan | undefined {
  const { metadata } = (loaded ??= load())
  metadata.selectNumberingPlan(country)
  return metadata.numberingPlan
}

/** Whether national numbers of it can be read: ISO 3166-1 alpha-2, in upper case. */
export function isCountry(code: string): boolean {
  return numberingLibrary()
    .getCountries()
    .some((country) => country === code)
}

function load(): Loaded {
  const required = createRequire(import.meta.url)
  const [library, core, plans]: readonly unknown[] = names.map((name): unknown => required(name))
  if (!isLibrary(library) || !isCore(core) || !arePlans(plans))
    throw new TypeError('libphonenumber-js is not what it was')
  return { library, metadata: new core.Metadata(plans) }
}

/** What they give is what their types say. */
function isLibrary(value: unknown): value is typeof Library {
  return typeof value === 'function' && 'getCountries' in value
}

function arePlans(value: unknown): value is Core.MetadataJson {
  return typeof value === 'object' && value !== null && 'countries' in value
}

function isCore(value: unknown): value is typeof Core {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'Metadata' in value
}
