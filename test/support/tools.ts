/** The platform as a product sees it, over one database of a test. */

import type { Database } from '../../src/platform/sql/database.ts'
import { silentLog } from './silent-log.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import type { Tools } from '../../src/platform/tools.ts'

export function toolsFor(database: Database): Tools {
  return {
    database: () => Promise.resolve(database),
    clock: systemClock,
    log: silentLog,
    stateDirectory: '/nowhere',
  }
}
