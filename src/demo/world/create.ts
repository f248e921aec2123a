/** Fills empty databases with the world: the same rows for the same size and seed, on every machine. */

import type { Database } from '../../platform/sql/database.ts'
import { dimensionRows } from './dimensions.ts'
import { interactionRows } from './interactions.ts'
import { campaignRows, type Campaign } from './outbound.ts'
import { ada, ben, employees, strangers, type Employee, type Person } from './people.ts'
import { diceFrom } from './random.ts'
import { createTables, insertRows } from './rows.ts'
import { infoMartTables, outboundTables } from './tables.ts'

export interface InfoMartSize {
  readonly interactions: number
  /** Everybody whose interactions are planted among the crowd's: subjects and strangers next to them. */
  readonly cast: readonly Person[]
  readonly employees: readonly Employee[]
  readonly seed: number
}

export const demoSize: InfoMartSize = { interactions: 50_000, cast: [ada, ben, ...strangers], employees, seed: 1042 }

export async function createInfoMart(database: Database, size: InfoMartSize): Promise<void> {
  await createTables(database, infoMartTables)
  await insertRows(database, infoMartTables, dimensionRows(size.employees))
  await insertRows(database, infoMartTables, interactionRows(size.interactions, size.cast, diceFrom(size.seed)))
}

export async function createCampaign(database: Database, campaign: Campaign, seed: number): Promise<void> {
  const tables = outboundTables(campaign.tenant.name)
  await createTables(database, tables)
  await insertRows(database, tables, campaignRows(campaign, diceFrom(seed)))
}
