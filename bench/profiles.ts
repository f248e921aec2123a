/**
 * Measures a forget over agents' profiles in a share: found, cleaned and searched again, for as many profiles as 1,000
 * and 10,000, each in a process of its own. One profile in ten mentions the person; 202 identifiers are searched for.
 *
 * Prints what a profile costs, against a profile of the smaller share, and how far the resident set grew.
 */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { ann, annsFavorite, forgetIn, person, profileOf, withSite } from '../test/products/workspace-desktop/site.ts'

const sizes = [1_000, 10_000] as const

interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly grownMiB: number
}

const strangers = Array.from({ length: 20 }, (_, i) => `<Favorite Name="N${i}" Phone="+1 303 555 01${i + 10}"/>`)
const crowd = Array.from({ length: 200 }, (_, i) => ['phone', `+1 415 555 ${String(i).padStart(4, '0')}`] as const)

function measure(profiles: number): Promise<Cost> {
  return withSite(async (site) => {
    for (let n = 0; n < profiles; n++) {
      const favorites = n % 10 === 0 ? [...strangers, annsFavorite] : strangers
      await site.write(`agent${n}/p.xml`, profileOf(...favorites))
    }
    const session = await site.open()
    const before = process.memoryUsage().rss
    const [started, spent] = [performance.now(), process.cpuUsage()]
    await forgetIn(session, person(['phone', ann.phone], ['email', ann.email], ...crowd))
    const { user, system } = process.cpuUsage(spent)
    return {
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (user + system) / 1e6,
      grownMiB: (process.memoryUsage().rss - before) / 2 ** 20,
    }
  })
}

function inOwnProcess(profiles: number): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--profiles', String(profiles)])
    child.once('message', (cost: Cost) => {
      resolve(cost)
    })
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`${profiles} profiles ended with ${code ?? 'a signal'}`))
    })
  })
}

const { values: flags } = parseArgs({ options: { profiles: { type: 'string' } } })
if (flags.profiles !== undefined && process.send !== undefined) process.send(await measure(Number(flags.profiles)))
else {
  let first = Number.NaN
  for (const profiles of flags.profiles === undefined ? sizes : [Number(flags.profiles)]) {
    const { seconds, cpuSeconds, grownMiB } = await inOwnProcess(profiles)
    const each = cpuSeconds / profiles
    if (Number.isNaN(first)) first = each
    console.log(
      [
        `${profiles} profiles: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time`,
        `${(each * 1000).toFixed(2)} ms a profile, ${(each / first).toFixed(2)} × one of the first share`,
        `RSS +${grownMiB.toFixed(0)} MiB`,
      ].join(' · '),
    )
  }
}
