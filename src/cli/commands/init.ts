/** `lethe init`: writes the first settings, from answers on a terminal or from options. */

import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { firstQuestions, unanswered, type FirstAnswers } from '../../app/settings/first-questions.ts'
import { firstSettings, passwordVariable } from '../../app/settings/first-settings.ts'
import { loadInstallation } from '../../app/settings/installation.ts'

import { tellUsage } from '../failure.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { report } from '../report.ts'

/** Never writes over a file. The tenant's folder is made where it is missing. */
export async function writeSettings(call: Call): Promise<ExitCode> {
  const file = call.config
  if (existsSync(file)) return tellUsage(`\`${file}\` is there already: name another with \`--config FILE\``, call)
  const answers = await answersOf(call)
  const folder = resolve(dirname(file), answers.directory)
  await mkdir(dirname(file), { recursive: true })
  // The tenant's folder is shared with whoever drops files: its owner gives the rights.
  const made = await mkdir(folder, { recursive: true })
  const password = passwordVariable(answers)
  await writeFile(file, firstSettings(answers), { flag: 'wx' })
  try {
    // A password is known to the process that works, and hardly here.
    loadInstallation(file, { ...call.io.environment, ...(password === null ? {} : { [password]: 'unknown' }) })
  } catch (error) {
    await rm(file)
    if (made !== undefined) await rm(made, { recursive: true })
    throw error
  }
  const event = { event: 'settings-written', file, directory: folder, made: made !== undefined, password }
  await report(call, event, wordsOf(file, folder, password))
  return 0
}

async function answersOf(call: Call): Promise<FirstAnswers> {
  const answers = { ...unanswered }
  const ask = call.json || !call.io.out.isTerminal ? null : call.io.ask
  for (const { key, text, otherwise, when } of firstQuestions) {
    const given = call.options.text(key)
    const isOpen = given === null && (when === undefined || when(answers))
    const shown = otherwise === '' ? 'none' : otherwise
    const answer = isOpen && ask !== null ? (await ask(`${text} [${shown}]: `)).trim() : ''
    call.io.signal.throwIfAborted()
    answers[key] = given ?? (answer === '' ? otherwise : answer)
  }
  return answers
}

function wordsOf(file: string, folder: string, password: string | null): string {
  const secret = password === null ? '' : `Set ${password} in the environment to the password of the database.\n`
  return `Written: ${file}
Requests are dropped into ${folder}
${secret}Next: \`lethe doctor\` checks what the settings name, \`lethe preview FILE\` shows what a request would find, and
\`lethe watch\` answers requests.
`
}
