/** Whether the notification list and the properties files are there and can be changed. */

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import { checkTables } from '../../platform/sql/engine/table-session.ts'
import { itemsIn } from './properties/file.ts'
import { tableWork, type AdvisorsSite } from './site.ts'

export async function checkAdvisors(site: AdvisorsSite, forAction: Action): Promise<readonly Complaint[]> {
  const looks = [
    async () => {
      const work = await tableWork(site)
      return work === null ? [] : await checkTables(work, forAction, {})
    },
    ...(site.settings.properties ?? []).map((file) => async (): Promise<readonly Complaint[]> => {
      await itemsIn(file)
      return []
    }),
  ]
  const complaints: Complaint[] = []
  for (const look of looks) complaints.push(...(await complaining(look)))
  return complaints
}

async function complaining(look: () => Promise<readonly Complaint[]>): Promise<readonly Complaint[]> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code === 'connection') throw error
    return [{ severity: 'error', place: 'pulse-advisors', message: error.message, remedy: null }]
  }
}
