/** Whether the folders are there as the tasks and Lethe need them. */

import { access, constants } from 'node:fs/promises'

import { StepFailed } from '../../../domain/errors.ts'
import type { Complaint } from '../../../domain/product.ts'
import type { Action } from '../../../domain/request.ts'
import { filesBelow } from '../../../platform/files/tree/walk.ts'
import { folderUnreadable } from '../failures.ts'
import { logsIn } from './log/logs.ts'
import { logNameOf } from './log/read-results.ts'
import { openRequests } from './requests.ts'
import type { TaskSite } from './site.ts'

export async function checkTasks(site: TaskSite, forAction: Action): Promise<readonly Complaint[]> {
  return [
    ...(await told('folder.requests', () => mayAsk(site))),
    ...(await told('folder.logs', () => hasLogs(site, forAction))),
    ...(await told('folder.recordings', () => hasRecordings(site))),
  ]
}

async function mayAsk(site: TaskSite): Promise<readonly Complaint[]> {
  await openRequests(site)
  const isWritable = await access(site.settings.requests, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  return isWritable ? [] : [{ severity: 'error', place: 'folder.requests', message: notWritable, remedy: null }]
}

const notWritable = 'requests cannot be written there; give the user Lethe runs as the right'

/** None yet is no error: the task may never have had anything to do. */
async function hasLogs(site: TaskSite, forAction: Action): Promise<readonly Complaint[]> {
  const name = logNameOf(site, forAction)
  if ((await logsIn(site.settings.logs, name)).length > 0) return []
  const message = `no log has a name like \`${name}\` yet; see that the task is active on the master, and confirm the name`
  return [{ severity: 'warning', place: 'folder.logs', message, remedy: null }]
}

/** One file is enough to see that the folder can be read. */
async function hasRecordings({ settings }: TaskSite): Promise<readonly Complaint[]> {
  const unreadable = folderUnreadable('recordings')
  for await (const _file of filesBelow(settings.recordings, unreadable, new AbortController().signal)) break
  return []
}

async function told(place: string, look: () => Promise<readonly Complaint[]>): Promise<readonly Complaint[]> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return [{ severity: 'error', place, message: error.message, remedy: null }]
  }
}
