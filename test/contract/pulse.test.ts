/** Pulse under the laws of declared products. */

import { pulse } from '../../src/products/pulse/pulse.ts'
import { declaredContract } from './declared-suite.ts'

declaredContract('pulse', pulse, [{}, { dueInDays: 7, owner: 'Kim Sample' }])
