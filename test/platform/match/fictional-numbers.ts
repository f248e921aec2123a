/** Numbers to try the laws with: valid in their plan, over ten countries that dial in different ways. */

import fc from 'fast-check'
import { isValidPhoneNumber } from 'libphonenumber-js/max'

export interface Sample {
  readonly country: string
  /** E.164. */
  readonly number: string
}

/** Prefix in E.164 and how many digits follow. Where a regulator keeps numbers for fiction, they come first. */
const ranges: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  US: [
    ['+1781555', 4],
    ['+1617555', 4],
    ['+1800555', 4],
  ],
  GB: [
    ['+442079460', 3],
    ['+441632960', 3],
    ['+447700900', 3],
    ['+4428905', 5],
  ],
  DE: [
    ['+493023125', 3],
    ['+4989998', 4],
    ['+49171392', 5],
    ['+49491', 6],
  ],
  FR: [
    ['+3319900', 4],
    ['+33639980', 3],
    ['+334', 8],
  ],
  IT: [
    ['+3906', 8],
    ['+39347', 7],
    ['+39391', 7],
    ['+3902', 6],
  ],
  RU: [
    ['+7495', 7],
    ['+7800', 7],
    ['+7912', 7],
  ],
  AU: [
    ['+6125550', 4],
    ['+61491570', 3],
    ['+613', 8],
  ],
  JP: [
    ['+813', 8],
    ['+8190', 8],
    ['+8166', 7],
  ],
  BR: [
    ['+55119', 8],
    ['+55552', 7],
    ['+55559', 8],
  ],
  IN: [
    ['+9191', 8],
    ['+9198', 8],
    ['+9111', 8],
  ],
}

export const countries = Object.keys(ranges)

/** A valid number of the country, read in that country. */
export function numberOf(country: string): fc.Arbitrary<Sample> {
  const prefixes = ranges[country] ?? []
  return fc
    .constantFrom(...prefixes)
    .chain(([prefix, count]) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
        .map((tail) => prefix + tail.join('')),
    )
    .filter((number) => isValidPhoneNumber(number))
    .map((number) => ({ country, number }))
}

export const anyNumber = fc.constantFrom(...countries).chain(numberOf)

/** Any text that passes for a number somewhere: with and without `+`, prefixes, right and wrong lengths. */
export const anyDigits = fc
  .tuple(
    fc.constantFrom(
      '',
      '+',
      '0',
      '00',
      '011',
      '010',
      '810',
      '+49',
      '49',
      '0049',
      '+440',
      '44',
      '8',
      '1',
      '+1',
      '91',
      '39',
      '55',
    ),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 13 }),
  )
  .map(([lead, digits]) => lead + digits.join(''))
