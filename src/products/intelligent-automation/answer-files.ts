/** Files that the task has exported under the name of a request. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { nameOf } from '../../platform/files/byte-names.ts'
import { globMatcher } from '../../platform/files/globs.ts'
import { inspectFile } from '../../platform/files/request-file.ts'
import { defaults, type AutomationSettings } from './settings.ts'

/** Names in the folder. */
export async function answersTo(
  request: string,
  { answers, answerNames = defaults.answerNames }: AutomationSettings['task'],
): Promise<readonly string[]> {
  const isAnswer = globMatcher(answerNames.replaceAll('{request}', request), { ignoreCase: true })
  const names = await readdir(answers, { encoding: 'buffer' })
  return names.map((bytes) => nameOf(bytes)).filter(isAnswer)
}

/** The path of the one that was written last; null where there is none. */
export async function newestAnswerTo(request: string, task: AutomationSettings['task']): Promise<string | null> {
  let newest: { readonly path: string; readonly at: bigint } | null = null
  for (const name of await answersTo(request, task)) {
    const path = join(task.answers, name)
    const state = await inspectFile(path, Number.MAX_SAFE_INTEGER)
    if (state.kind !== 'file' || (newest !== null && state.modifiedNs < newest.at)) continue
    newest = { path, at: state.modifiedNs }
  }
  return newest?.path ?? null
}
