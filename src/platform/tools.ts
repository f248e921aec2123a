/** What the platform hands to whoever opens a product. */

import type { Fence } from '../domain/fence.ts'
import type { Database } from './sql/database.ts'
import { fencedDatabase } from './sql/fenced.ts'
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

/** The same, whose databases take nothing any more once the lease is lost. */
function fencedTools(tools: Tools, fence: Fence): Tools {
  return { ...tools, database: async (name) => fencedDatabase(await tools.database(name), fence) }
}

/** The same, whose tables are looked up again by whoever opens a database: somebody may have changed them since. */
function describedAnew(tools: Tools): Tools {
  return {
    ...tools,
    database: async (name) => {
      const database = await tools.database(name)
      database.refresh()
      return database
    },
  }
}

/** Of a session: whatever its tables are by now, and under a fence where there is one. */
export function toolsUnder(tools: Tools, fence: Fence | undefined): Tools {
  return fence === undefined ? describedAnew(tools) : fencedTools(describedAnew(tools), fence)
}
