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

const required = createRequire(import.meta.url)

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

/**
 * Whether national numbers of it can be read: ISO 3166-1 alpha-2, in upper case. Every command asks for those of the
 * settings; the plans alone are read sooner than the library is loaded.
 */
export function isCountry(code: string): boolean {
  return Object.hasOwn(plansOfCountries().countries, code)
}

function load(): Loaded {
  const library: unknown = required('libphonenumber-js/max')
  const core: unknown = required('libphonenumber-js/core')
  if (!isLibrary(library) || !isCore(core)) throw changed()
  return { library, metadata: new core.Metadata(plansOfCountries()) }
}

function plansOfCountries(): Core.MetadataJson {
  const plans: unknown = required('libphonenumber-js/metadata.max.json')
  if (!arePlans(plans)) throw changed()
  return plans
}

const changed = () => new TypeError('libphonenumber-js is not what it was')

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
