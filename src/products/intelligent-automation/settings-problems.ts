/** What the schema of the settings cannot say: patterns, times of day, folders that must not be one. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { isGlob } from '../../platform/files/globs.ts'
import { readDaySpan } from '../../platform/time/quiet-hours.ts'
import { defaults, type AutomationSettings } from './settings.ts'

export function problemsOf(
  { task, overnightJob, timeZone, erasedValue = defaults.erasedValue }: AutomationSettings,
  isInbox: (path: string) => boolean,
): readonly SettingsProblem[] {
  const { resultNames = defaults.resultNames, answerNames = defaults.answerNames } = task
  const globs = [
    ['resultNames', resultNames],
    ['answerNames', answerNames.replaceAll('{request}', 'x')],
  ] as const
  const folders = [task.requests, task.results, task.answers]
  return [
    ...globs.flatMap(([key, glob]) => (isGlob(glob) ? [] : [{ pointer: `/task/${key}`, message: noGlob }])),
    ...(['success', 'failure'] as const).flatMap((key) => {
      const message = problemOfExpression(task[key] ?? defaults[key])
      return message === null ? [] : [{ pointer: `/task/${key}`, message }]
    }),
    ...(isExpression(erasedValue) ? [] : [{ pointer: '/erasedValue', message: noExpression }]),
    ...(overnightJob ?? []).flatMap((span, index) => {
      return readDaySpan(span) === null ? [{ pointer: `/overnightJob/${index}`, message: noSpan }] : []
    }),
    ...(timeZone === undefined || isTimeZone(timeZone) ? [] : [{ pointer: '/timeZone', message: noZone }]),
    ...(new Set(folders).size === folders.length ? [] : [{ pointer: '/task', message: oneFolder }]),
    ...(isInbox(task.requests) ? [{ pointer: '/task/requests', message: inbox }] : []),
  ]
}

/** What matches nothing matches everything. */
function problemOfExpression(text: string): string | null {
  if (!isExpression(text)) return noExpression
  return new RegExp(text, 'i').test('') ? anything : null
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'i')
    return true
  } catch {
    return false
  }
}

const noExpression = 'is no regular expression'
const inbox = 'is a folder in which Lethe takes requests, and would take its own: give the GDPR task a folder to itself'
const anything = 'matches every result: write what it has to say'
const noGlob = 'is no pattern of names: write for example `*.txt`'
const noSpan = 'is no part of a day: write for example `00:00-02:00`'
const noZone = 'is no time zone: write an IANA name, for example `Europe/Dublin`'
const oneFolder = 'the three folders must differ: what is written into one is not to be read as something else'

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
