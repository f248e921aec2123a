/** Who works, where a test does not ask. */

import type { Worker } from '../../src/records/journal/entries.ts'

export const worker: Worker = { host: 'host.example.com', account: 'lethe', version: '0.1.0' }
