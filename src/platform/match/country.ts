/** The countries whose national phone numbers can be read. */

import { numberingLibrary } from './numbering-library.ts'

/** ISO 3166-1 alpha-2, in upper case. */
export function isCountry(code: string): boolean {
  return numberingLibrary()
    .getCountries()
    .some((country) => country === code)
}
