/**
 * Measures what a very long value in a log costs: forgetting in a text whose one value has 6 and 12 million characters, of
 * each kind that an expression could stumble over. Twice the length should cost about twice the time (a ratio of 2).
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openSession } from '../src/products/log-files/session.ts'
import { readSettings } from '../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from '../test/products/log-files/searching.ts'
import { withFolder } from '../test/support/databases.ts'
import { fatesOf, findingsOf } from '../test/support/effects.ts'

const ann = subject([['phone', '7815550123']])
const kinds = { blanks: ' ', quotes: "'", digits: '7', letters: 'x' } as const
const length = 6_000_000

/** Seconds of processor time. */
function forget(value: string): Promise<number> {
  return withFolder(async (folder) => {
    const path = join(folder, 'a.log')
    writeFileSync(path, `10:15:30 EventRinging\n\tAttributeANI\t'7815550123'\n\tpad${value}\n\tAttributeCallID\t7\n`)
    const session = openSession(readSettings({ paths: [path], threads: 1, format: 't-server', keys: ['CITY'] }))
    const began = process.cpuUsage()
    const findings = await findingsOf(session.find([ann], runContext()))
    await fatesOf(session.erase(recorded(findings), runContext()))
    await session.verify([ann], recorded(findings), runContext())
    const { user, system } = process.cpuUsage(began)
    await session.close()
    return (user + system) / 1e6
  })
}

await forget(' '.repeat(length))
for (const [kind, character] of Object.entries(kinds)) {
  const once = await forget(character.repeat(length))
  const twice = await forget(character.repeat(2 * length))
  const ratio = (twice / once).toFixed(2)
  console.log(`${length} ${kind}: ${once.toFixed(2)} s of processor time; twice as many: ${ratio} × that`)
}
