/** The platform as a product sees it, over one database of a test. */

import type { Database } from '../../src/platform/sql/database.ts'
import { silentLog } from './silent-log.ts'
import { systemClock, type Clock } from '../../src/platform/time/clock.ts'
import type { Tools } from '../../src/platform/tools.ts'

/** `tenants`: so many use the database. */
export function toolsFor(database: Database, tenants = 1): Tools {
  return {
    database: () => Promise.resolve(database),
    tenantsUsing: () => tenants,
    clock: systemClock,
    log: silentLog,
    stateDirectory: '/nowhere',
  }
}

/** For products of files and servers. */
export function toolsWithoutDatabase(stateDirectory = '/nowhere', clock: Clock = systemClock): Tools {
  return {
    database: () => Promise.reject(new Error('this product has no database')),
    tenantsUsing: () => 0,
    clock,
    log: silentLog,
    stateDirectory,
  }
}
