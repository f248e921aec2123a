/** Whether the folders of the task are there, and whether the task runs at all. */

import { access, constants, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import { inspectTables } from '../../platform/sql/engine/check/inspect.ts'
import { folderUnusable, type TaskFolder } from './failures.ts'
import { ours } from './request.ts'
import type { AutomationSite } from './site.ts'
import { viewMaps, viewSettings } from './views/site.ts'

export async function checkAutomation(site: AutomationSite): Promise<readonly Complaint[]> {
  const { requests, results, answers } = site.settings.task
  const looks: readonly (readonly [TaskFolder, string, number])[] = [
    ['requests', requests, constants.R_OK | constants.W_OK],
    ['results', results, constants.R_OK],
    ['answers', answers, constants.R_OK | constants.W_OK],
  ]
  const complaints: Complaint[] = []
  for (const [name, path, rights] of looks) complaints.push(...(await lookAt(name, path, rights)))
  const waiting = complaints.length > 0 ? [] : await waitingComplaints(site)
  return [...complaints, ...waiting, ...(await viewComplaints(site))]
}

/** Nobody writes into the views. */
async function viewComplaints({ database, settings }: AutomationSite): Promise<readonly Complaint[]> {
  if (database === null) return []
  try {
    const { numbers, days, values } = await viewMaps(database, viewSettings(settings))
    const searches = [numbers, days, ...values].map((map) => ({ map, reaches: [] }))
    return await inspectTables(database, searches, { forAction: 'export', fullScan: 'warn', fullScanRows: 1_000_000 })
  } catch (error) {
    if (!(error instanceof StepFailed) || error.retryable) throw error
    return [{ severity: 'error', place: 'views', message: error.message, remedy: null }]
  }
}

async function lookAt(name: TaskFolder, path: string, rights: number): Promise<readonly Complaint[]> {
  try {
    await readdir(path)
    await access(path, rights)
    return []
  } catch (cause) {
    return [{ severity: 'error', place: `task.${name}`, message: folderUnusable(name, cause).message, remedy: null }]
  }
}

/** A task that runs each night takes no longer than this over a request. */
const patienceDays = 3
const dayMs = 86_400_000

async function waitingComplaints({ settings, clock }: AutomationSite): Promise<readonly Complaint[]> {
  const folder = settings.task.requests
  const times: number[] = []
  for (const name of await readdir(folder)) {
    if (!name.includes(ours) || !name.endsWith('.json')) continue
    const status = await lstat(join(folder, name)).catch(() => null)
    if (status !== null) times.push(status.mtimeMs)
  }
  const late = times.filter((at) => clock.now().getTime() - at > patienceDays * dayMs)
  if (late.length === 0) return []
  const since = new Date(Math.min(...late)).toISOString().slice(0, 10)
  const message = `${late.length} request(s) wait for the GDPR task since ${since}: see that it runs, that \`task.requests\` is its folder, and what \`task.results\` tells`
  return [{ severity: 'warning', place: 'task.requests', message, remedy: null }]
}
