/** What a site declares, under the laws of declared products. */

import { declared } from '../../src/products/declared/declared.ts'
import { declaredContract } from './declared-suite.ts'

const step = {
  system: 'Paper files',
  disposition: 'manual',
  reason: 'they stand in a cellar',
  nextStep: 'shred them',
} as const

declaredContract('declared', declared, [
  { system: 'Billing', disposition: 'retained', reason: 'billing records are kept as the tax code asks' },
  { system: 'Routing', disposition: 'exempt', reason: 'it holds nobody’s data', dueInDays: 0 },
  step,
  { ...step, blocks: true, subjects: ['consumer'], kinds: ['email'] },
  { ...step, subjects: ['employee'], kinds: ['username'], dueInDays: 21 },
  // What is usual for a system of the source.
  { system: 'Genesys Administrator' },
  { system: 'Billing Data Server', owner: 'Kim Sample' },
  { system: 'Universal Contact Server', blocks: true },
  { system: 'iWD' },
])
