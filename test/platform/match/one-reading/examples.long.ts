/** The examples of all countries; the counts are printed. */

import { it } from 'vitest'

import { builtKernel } from '../../../products/log-files/searching.ts'
import { readExamples } from './read-examples.ts'

it(
  'examples of every country and type are found in whatever way they are written',
  { timeout: 1_200_000 },
  async () => {
    readExamples(await builtKernel(), 1)
  },
)
