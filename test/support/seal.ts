/** The seal of an installation that tests share. */

import { sealWith } from '../../src/platform/crypto/seal.ts'

export const testSeal = sealWith('a secret of tests')
