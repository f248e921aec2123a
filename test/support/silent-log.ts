/** A log for tests that do not ask what was logged. */

import type { Log } from '../../src/platform/log/log.ts'

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
