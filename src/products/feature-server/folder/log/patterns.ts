/** How the logs of the tasks are read. No public source has their lines: everything is a setting with a default. */

import type { SettingsProblem } from '../../../../domain/errors.ts'

export interface ResultSettings {
  readonly forgetLog?: string
  readonly exportLog?: string
  readonly told?: 'request' | 'time'
  readonly request?: string
  readonly number?: string
  readonly time?: string
  readonly done?: string
  readonly none?: string
  readonly failed?: string
}

/** The name of the first is documented. */
export const logPatterns = {
  forgetLog: 'sipfs-forgetMe-<DDMMYYYY>.log',
  exportLog: 'sipfs-exportMe-<DDMMYYYY>.log',
  request: '(?<file>[^\\s"\'/\\\\=:,;|()<>[\\]]+\\.json)',
  number: '(?<![\\w+])(?<number>\\+?\\d{7,20})(?!\\w)',
  time: '^\\W{0,3}(?<day>\\d{4}-\\d{2}-\\d{2})[ T](?<time>\\d{2}:\\d{2}:\\d{2})',
  done: '\\b(success|successful|successfully|expires?|exported|forgotten|TTL (is )?set)\\b',
  none: '\\b(no (voice ?mails?|messages?|records?)|0 (voice ?mails?|messages?|records?)|not found|skip(s|ped|ping)?)\\b',
  // A count of none is no failure.
  failed:
    "(?<!\\b(?:0|no|without) )\\b(fail(s|ed|ure|ures)?|errors?|exceptions?)\\b(?! *[:=] *0\\b)|\\b(unable|unsuccessful(ly)?|time(d )?out|could not|cannot|can't|not (successful(ly)?|exported|forgotten|set)|no success)\\b",
} as const

export interface LogPatterns {
  readonly request: RegExp
  readonly number: RegExp
  readonly time: RegExp
  readonly done: RegExp
  readonly none: RegExp
  readonly failed: RegExp
}

export function patternsOf(written: ResultSettings = {}): LogPatterns {
  const of = (name: keyof LogPatterns, flags: string): RegExp => new RegExp(written[name] ?? logPatterns[name], flags)
  return {
    request: of('request', 'gi'),
    number: of('number', 'gi'),
    time: of('time', 'i'),
    done: of('done', 'i'),
    none: of('none', 'i'),
    failed: of('failed', 'i'),
  }
}

/** What a line says: `unclear` where it says both that there was something and that there was nothing. */
export type LineVerdict = 'done' | 'none' | 'failed' | 'unclear'

/** Null for a line that says nothing of an outcome. A failure in it counts whatever else it says. */
export function verdictOf(line: string, { done, none, failed }: LogPatterns): LineVerdict | null {
  if (failed.test(line)) return 'failed'
  const [isDone, isNone] = [done.test(line), none.test(line)]
  if (isDone && isNone) return 'unclear'
  if (isDone) return 'done'
  return isNone ? 'none' : null
}

const groups = [
  ['request', ['file']],
  ['number', ['number']],
  ['time', ['day', 'time']],
  ['done', []],
  ['none', []],
  ['failed', []],
] as const

export function patternProblems(results: ResultSettings, recordingName?: string): readonly SettingsProblem[] {
  const written = groups.map(([name, needed]) => ({ pointer: `/results/${name}`, text: results[name], needed }))
  return [...written, { pointer: '/recordingName', text: recordingName, needed: ['number'] }].flatMap(
    ({ pointer, text, needed }) => (text === undefined ? [] : problemsOfPattern(text, needed, pointer)),
  )
}

function problemsOfPattern(text: string, needed: readonly string[], pointer: string): readonly SettingsProblem[] {
  const known = groupsOf(text)
  if (known === null) return [{ pointer, message: 'is no regular expression' }]
  // Whatever matches nothing matches every line.
  if (needed.length === 0 && new RegExp(text, 'i').test('')) {
    return [{ pointer, message: 'matches every line: write what the line has to say' }]
  }
  return needed
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer, message: `needs a group: write \`(?<${name}>…)\`` }))
}

/** Null where it cannot be read. With an empty alternative it matches anything, and tells its groups. */
function groupsOf(text: string): readonly string[] | null {
  try {
    return Object.keys(new RegExp(`${text}|`).exec('')?.groups ?? {})
  } catch {
    return null
  }
}
