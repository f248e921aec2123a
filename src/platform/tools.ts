/** What the platform hands to whoever opens a product. */

import type { Database } from './sql/database.ts'
import type { Clock } from './time/clock.ts'
import type { Log } from './log/log.ts'

export interface Tools {
  /** The open database of that name in the settings; the same one for every caller, closed by its owner. */
  readonly database: (name: string) => Promise<Database>
  /** How many tenants of the settings use that database. */
  readonly tenantsUsing: (name: string) => number
  readonly clock: Clock
  readonly log: Log
  /** A folder for Lethe's own lasting state. */
  readonly stateDirectory: string
}
