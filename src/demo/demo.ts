/** The whole job in a sandbox: requests dropped through the real watcher, what it answered, what changed and what did not. */

import { systemClock } from '../platform/time/clock.ts'
import { audit, type AuditQuestion } from '../app/operate/audit.ts'
import { processPass, scheduledScope } from '../app/pass/scope.ts'
import { withServices, type Services } from '../app/compose.ts'
import { openContext } from '../app/pass/open-context.ts'
import { loadInstallation } from '../app/settings/installation.ts'
import type { Settings } from '../app/settings/settings.ts'
import { answerOf, answerScenes, archiveScenes, drop } from './answers.ts'
import { changesTable, fileChanges, fileViews, isAsItMust } from './file-views.ts'
import { approve, planOf } from './held.ts'
import { createSandbox, withOriginal, type Sandbox } from './sandbox/create.ts'
import { sampleRequests, type SampleRequest, type SampleRequests } from './sandbox/requests.ts'
import { tableOf, type Tell } from './scene.ts'
import { campaignViews, infoMartChanges, infoMartViews, rowsOf, type TableChange } from './views.ts'
import { withWatcher } from './watcher.ts'
import { demoSize } from './world/create.ts'
import { ada, ben, reception } from './world/people.ts'
import { recordStatus } from './world/outbound.ts'

export interface DemoOptions {
  /** An empty folder, or one that does not exist yet. */
  readonly directory: string
  readonly signal: AbortSignal
  readonly tell: Tell
}

interface Stage extends DemoOptions {
  readonly sandbox: Sandbox
  readonly settings: Settings
  readonly requests: SampleRequests
}

/** True when everything ended as it must; false is a defect of Lethe. */
export async function playDemo(options: DemoOptions): Promise<boolean> {
  const { tell } = options
  await heading(tell, 'A sandbox: two tenants, 50,000 interactions, a log, favorites, fictional people')
  const sandbox = await createSandbox(options.directory, demoSize)
  const settings = loadInstallation(sandbox.settingsFile, {})
  const stage = { ...options, sandbox, settings, requests: sampleRequests(systemClock.now()) }
  await text(tell, `settings: ${sandbox.settingsFile}\ndrop folder: ${sandbox.dropFolder}`)
  await heading(tell, 'Before')
  await showTables(stage)
  await withWatcher(settings, options.signal, () => playRequests(stage))
  await heading(tell, 'After')
  await showTables(stage)
  const changes = await withOriginal(sandbox, 'gim', infoMartChanges)
  await tell(tableOf('Info Mart, compared row by row with the original', changes.map(asRow)))
  await tell(changesTable(await fileChanges(sandbox.files)))
  const finished = await finishDeferred(stage)
  const empty = await exportAgain(stage)
  const released = await releaseReception(stage)
  await askAuditors(stage)
  const exact = changes.every((change) => change.strangers === 0) && changes.some((change) => change.changed > 0)
  const files = await fileChanges(sandbox.files)
  return exact && finished && empty && released && files.every(isAsItMust)
}

/** One after the other, so that the export sees what the forget takes away. */
async function playRequests(stage: Stage): Promise<void> {
  const { requests, sandbox, tell } = stage
  await heading(tell, 'An export request is dropped')
  await playRequest(stage, requests.export)
  for (const scene of await archiveScenes(sandbox.dropFolder, requests.export)) await tell(scene)
  await heading(tell, 'Three forget requests are dropped')
  const forgets = [requests.forget, requests.cloud, requests.broken]
  for (const request of forgets) await drop(sandbox.dropFolder, request)
  for (const request of forgets) await showAnswer(stage, request)
}

async function playRequest(stage: Stage, request: SampleRequest): Promise<void> {
  await drop(stage.sandbox.dropFolder, request)
  await showAnswer(stage, request)
}

async function showAnswer({ sandbox, signal, tell }: Stage, request: SampleRequest): Promise<void> {
  const log = await answerOf(sandbox.dropFolder, request, systemClock, signal)
  for (const scene of answerScenes(request, log)) await tell(scene)
}

/** The dialer gives the record back; the next scheduled pass erases it and answers anew. */
async function finishDeferred(stage: Stage): Promise<boolean> {
  const { requests, sandbox, settings, signal, tell } = stage
  await heading(tell, 'The dialer gives Ben’s record back, the next pass erases it')
  await withOriginal(sandbox, 'ocs', async (database) => {
    const held = 'update cl_acme set record_status = ? where record_status = ?'
    await database.knex.raw(held, [recordStatus.updated, recordStatus.retrieved])
  })
  await withServices(settings, { write: () => {} }, (services) => passOver(services, signal))
  await showAnswer(stage, requests.cloud)
  const rows = await withOriginal(sandbox, 'ocs', (database) =>
    rowsOf(database, 'select chain_id from cl_acme where contact_info in (?, ?)', [ada.phone, ben.phone]),
  )
  return rows.length === 0
}

/** The same export once more finds nothing. */
async function exportAgain(stage: Stage): Promise<boolean> {
  const { requests, sandbox, settings, signal, tell } = stage
  await heading(tell, 'The first request once more, after the forget')
  await drop(sandbox.dropFolder, requests.again)
  await withServices(settings, { write: () => {} }, (services) => passOver(services, signal))
  await showAnswer(stage, requests.again)
  const scenes = await archiveScenes(sandbox.dropFolder, requests.again)
  for (const scene of scenes) await tell(scene)
  return scenes.length === 1
}

/** The number of many people is held, until somebody has looked at the plan and signed. */
async function releaseReception(stage: Stage): Promise<boolean> {
  const { requests, sandbox, settings, signal, tell } = stage
  const { dropFolder, approver: key } = sandbox
  const pass = () => withServices(settings, { write: () => {} }, (services) => passOver(services, signal))
  const left = () => withOriginal(sandbox, 'gim', (database) => rowsOf(database, callsOfReception, [reception]))
  await heading(tell, 'A number of the company is to be forgotten: it is held')
  await drop(dropFolder, requests.reception)
  await pass()
  await showAnswer(stage, requests.reception)
  const plan = await planOf(dropFolder, requests.reception)
  await tell(plan.scene)
  const isHeld = (await left()).length > 0
  if (key === null) {
    await text(tell, 'There is no ssh-keygen here, so nobody signs, and it stays held.')
    return isHeld
  }
  await heading(tell, 'Whoever may decide signs the plan with ssh-keygen, and the next pass erases these very rows')
  if (!(await approve(dropFolder, requests.reception, { hash: plan.hash, key }))) return false
  await pass()
  await showAnswer(stage, requests.reception)
  return isHeld && (await left()).length === 0
}

const callsOfReception = 'select INTERACTION_ID from INTERACTION_FACT where TARGET_ADDRESS = ?'

async function passOver(services: Services, signal: AbortSignal): Promise<void> {
  for (const tenant of services.settings.tenants) {
    const context = await openContext(services, tenant, { manner: 'once', only: null, notify: () => {} })
    await processPass(context, scheduledScope, signal)
  }
}

async function askAuditors({ settings, tell }: Stage): Promise<void> {
  await heading(tell, 'The auditors’ two queries')
  const period = { from: 0, to: systemClock.epochSeconds() + 86_400 }
  const ask = (question: Pick<AuditQuestion, 'consumer' | 'audit'>) =>
    withServices(settings, { write: () => {} }, (services) => audit(services, { ...question, ...period, tenant: 'acme' }))
  const found = (await ask({ consumer: ada.phone, audit: false })).rows
  const exported = found.filter((row) => Number(row['FORGET']) === 0)
  await tell(tableOf(`export: what was found of ${ada.phone}`, exported.map(shortened)))
  const trail = (await ask({ consumer: ada.phone, audit: true })).rows
  const columns = ['TABLE_NAME', 'COLUMN_NAME', 'FACT_ID', 'KEY_VALUE', 'FORGET', 'CREATED_TS']
  const shown = trail.slice(0, 12).map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
  await tell(tableOf(`audit: the full trail of ${ada.phone}, 12 of ${trail.length} rows`, shown))
}

/** Messages of a log are long. */
function shortened(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const value = row['KEY_VALUE']
  return typeof value === 'string' && value.length > 70 ? { ...row, KEY_VALUE: `${value.slice(0, 69)}…` } : row
}

async function showTables({ sandbox, tell }: Stage): Promise<void> {
  const scenes = [
    ...(await withOriginal(sandbox, 'gim', infoMartViews)),
    ...(await withOriginal(sandbox, 'ocs', campaignViews)),
    ...(await fileViews(sandbox.files)),
  ]
  for (const scene of scenes) await tell(scene)
}

async function heading(tell: Tell, words: string): Promise<void> {
  await tell({ kind: 'heading', text: words })
}

async function text(tell: Tell, words: string): Promise<void> {
  await tell({ kind: 'text', text: words })
}

function asRow(change: TableChange): Readonly<Record<string, unknown>> {
  const { table, rows, changed, strangers } = change
  return { table, rows, 'changed rows': changed, 'of anybody else': strangers }
}
