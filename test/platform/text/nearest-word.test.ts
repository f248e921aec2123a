/** A suggestion is given for a slip, and none for another word. */

import { expect, it } from 'vitest'

import { nearestWord } from '../../../src/platform/text/nearest-word.ts'

it('suggests the word that was meant, or nothing', () => {
  const known = ['consumers', 'employees', 'caseid', 'phone', 'email']
  const meant = ['Consumer', 'employes', 'case-id', 'phnoe', 'e-mail', 'comment', 'x', ''].map((w) =>
    nearestWord(w, known),
  )
  expect(meant).toEqual(['consumers', 'employees', 'caseid', 'phone', 'email', null, null, null])
})
