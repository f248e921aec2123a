/** The documented logs of CX Insights: those that nothing writes any more are removed after some days. */

import { lstat, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'

import { nameOf, onDisk } from '../../platform/files/byte-names.ts'
import { openFolder, within, type Folder } from '../../platform/files/folder.ts'
import { folderUnreadable } from './failures.ts'

interface LogKind {
  readonly folder: string
  /** The log and what was rotated from it. */
  readonly names: RegExp
  /** The name under which it is written; missing: each day has one of its own. */
  readonly current?: string
}

/** Source: Clearing PII from logs and history. */
const kinds: readonly LogKind[] = [
  ...['DistributionService_DeliveryDetails', 'AuthenticationServer_Trace', 'Kernel_UserTrace'].map((name) => ({
    folder: 'mstr',
    names: new RegExp(`^${name}.*[.]log`),
    current: `${name}.log`,
  })),
  { folder: 'mstrWeb', names: /^MSTRLog.*[.]log/ },
  { folder: 'tomcat', names: /^localhost_access_log[.].*[.]txt/ },
  { folder: 'gcxi', names: /^com[.]genesys[.]jdbc[.]driver.*[.]log/, current: 'com.genesys.jdbc.driver.log' },
]

export interface OldLogs {
  /** Removed, or to be removed where nothing is changed. */
  readonly old: number
  /** Logs that are written today: nobody takes lines out of them. */
  readonly current: number
}

interface LogEntry {
  readonly name: string
  readonly changedAt: number
}

const dayMs = 86_400_000

export interface LogAge {
  readonly root: string
  readonly days: number
  readonly now: Date
}

/** Links and folders are left alone. The newest log of a kind is the one that is written. */
export async function oldLogs({ root, days, now }: LogAge, remove: boolean): Promise<OldLogs> {
  let [old, current] = [0, 0]
  for (const kind of kinds) {
    const folder = await openFolder(join(root, kind.folder)).catch((error: unknown) => {
      throw folderUnreadable(kind.folder, error)
    })
    await within(folder, async (opened) => {
      const logs = await logsIn(opened, kind)
      const newest = Math.max(...logs.map(({ changedAt }) => changedAt))
      for (const { name, changedAt } of logs) {
        if (name === kind.current || changedAt === newest) current += 1
        else if (now.getTime() - changedAt > days * dayMs) {
          old += 1
          if (remove) await unlink(onDisk(opened.to(name))).catch(ignoreGone)
        }
      }
    }).catch((error: unknown) => {
      throw folderUnreadable(kind.folder, error)
    })
  }
  return { old, current }
}

async function logsIn(folder: Folder, { names }: LogKind): Promise<readonly LogEntry[]> {
  const found: LogEntry[] = []
  for (const bytes of await readdir(folder.to(), { encoding: 'buffer' })) {
    const name = nameOf(bytes)
    if (!names.test(name)) continue
    const status = await lstat(onDisk(folder.to(name))).catch(ignoreGone)
    if (status?.isFile() === true) found.push({ name, changedAt: status.mtimeMs })
  }
  return found
}

function ignoreGone(error: unknown): undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error
  return undefined
}
