/** A sample of the countries; all of them are read by `npm run test:long`. */

import { it } from 'vitest'

import { builtKernel } from '../../../products/log-files/searching.ts'
import { readExamples } from './read-examples.ts'

it('examples of every type are found in whatever way they are written, and none is taken for another', async () => {
  readExamples(await builtKernel(), 25)
})
