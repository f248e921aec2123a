/** Keys of subjects say where a subject stands, there and back. */

import fc from 'fast-check'
import { expect, it } from 'vitest'

import { keyOfSubject, nameInFile, placeOfSubject } from '../../src/domain/subject-key.ts'

const number = fc.integer({ min: 1, max: 1_000_000 })
const place = fc.record({
  file: fc.option(number, { nil: null }),
  type: fc.constantFrom('consumer', 'employee'),
  position: number,
})

it('the key of a place names that place alone', () => {
  fc.assert(
    fc.property(place, (one) => {
      expect(placeOfSubject(keyOfSubject(one))).toEqual(one)
    }),
  )
  fc.assert(
    fc.property(place, place, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other)
      expect(keyOfSubject(one) === keyOfSubject(other)).toBe(isSame)
    }),
  )
})

it('what is no key is refused, and people have their folders by type and position', () => {
  for (const text of ['', 'consumer-1', '1.stranger-1', '1.consumer-', '1.consumer-1 ', 'x.consumer-1']) {
    expect(() => placeOfSubject(text), text).toThrow(RangeError)
  }
  expect(nameInFile(placeOfSubject('3.employee-2'))).toBe('employee-2')
})
