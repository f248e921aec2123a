/** The countries whose national phone numbers can be read. */

import { getCountries } from 'libphonenumber-js/max'

/** ISO 3166-1 alpha-2, in upper case. */
export function isCountry(code: string): boolean {
  return getCountries().some((country) => country === code)
}
