/** The logs of a task, a day each: their names are all that is looked at of those that are too old. */

import { readdir } from 'node:fs/promises'

import { nameOf } from '../../../../platform/files/byte-names.ts'
import { openFolder, within } from '../../../../platform/files/folder.ts'
import { isRegular, openFile } from '../../../../platform/files/tree/walk.ts'
import { isDay } from '../../../../platform/time/days.ts'
import { folderUnreadable } from '../../failures.ts'
import { completeLines } from './lines.ts'

export interface DatedLog {
  readonly name: string
  /** `YYYY-MM-DD`. */
  readonly day: string
}

/** By day. `template`: its name with `<DDMMYYYY>`. */
export async function logsIn(path: string, template: string): Promise<readonly DatedLog[]> {
  const [before = '', after = ''] = template
    .split('<DDMMYYYY>')
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const form = new RegExp(`^${before}(\\d{2})(\\d{2})(\\d{4})${after}$`)
  try {
    const entries = await within(await openFolder(path), (folder) => readdir(folder.to(), { encoding: 'buffer' }))
    const logs = entries.map(nameOf).flatMap((name): readonly DatedLog[] => {
      const [, date = '', month = '', year = ''] = form.exec(name) ?? []
      const day = `${year}-${month}-${date}`
      return isDay(day) ? [{ name, day }] : []
    })
    return logs.sort((a, b) => (a.day < b.day ? -1 : 1))
  } catch (error) {
    throw folderUnreadable('logs')(error)
  }
}

/** A link, a pipe or a folder of that name is none. */
export async function* linesOf(path: string, { name }: DatedLog, signal: AbortSignal): AsyncIterable<string> {
  try {
    const folder = await openFolder(path)
    try {
      if (!(await isRegular(folder, name))) return
      const handle = await openFile(folder, name)
      for await (const line of completeLines(handle.createReadStream())) {
        signal.throwIfAborted()
        yield line
      }
    } finally {
      await folder.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw folderUnreadable('logs')(error)
  }
}
