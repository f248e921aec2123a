/**
 * Counts whom the guard holds: seeded switchboards that many people call, and numbers that are never a person's, are to be
 * held all; busy customers and families none. One export over an Info Mart on SQLite, under the settings' defaults.
 *
 * `--people N` (default 1000) of each kind, `--calls N` (default 200) of a busy customer, `--seed N`. Needs `npm run build`.
 */

import { parseArgs } from 'node:util'

import { diceFrom } from '../src/demo/world/random.ts'
import { withInfoMart } from '../test/support/info-mart-site.ts'
import { insertRow, type Connection } from '../test/support/sqlite-site.ts'

const { values: flags } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    calls: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
})
const people = Number(flags.people)
const calls = Number(flags.calls)
const dice = diceFrom(Number(flags.seed))

const numberOf = (area: string, n: number): string => `${area}${String(5_550_000 + n).padStart(7, '0')}`
const spellings = [
  (digits: string) => digits,
  (digits: string) => `+1${digits}`,
  (digits: string) => `1-${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`,
  (digits: string) => `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
] as const
const spelled = (digits: string): string => dice.pick(spellings)(digits)

/** Each kind in an area of its own, so that nobody is somebody else. */
const [switchboards, customers, families, strangers] = ['201', '212', '303', '404'] as const
const nobodys = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(10))

let calling = 0

function call(gim: Connection, from: string, to: string, account: string): void {
  const own = { TENANT_KEY: 1, START_DATE_TIME_KEY: 1, INTERACTION_ID: ++calling }
  insertRow(gim, 'INTERACTION_FACT', { ...own, SOURCE_ADDRESS: spelled(from), TARGET_ADDRESS: spelled(to) })
  const leg = {
    ...own,
    INTERACTION_RESOURCE_ID: calling,
    TARGET_ADDRESS: `70${String(dice.roll(20)).padStart(2, '0')}`,
  }
  insertRow(gim, 'INTERACTION_RESOURCE_FACT', leg)
  const { INTERACTION_ID: _id, TARGET_ADDRESS: _target, ...data } = leg
  insertRow(gim, 'IRF_USER_DATA_CUST_1', { ...data, CUSTOM_DATA_1: account })
}

/** Six strangers are one more than the setting allows. */
function plant(gim: Connection): void {
  for (let n = 0; n < people; n += 1) {
    const callers = 6 + dice.roll(30)
    for (let c = 0; c < callers; c += 1)
      call(gim, numberOf(strangers, n * 40 + c), numberOf(switchboards, n), `S-${n}-${c}`)
    for (let c = 0; c < calls; c += 1) call(gim, numberOf(customers, n), numberOf('800', c % 12), `C-${n}`)
    for (let c = 0; c < 5; c += 1) call(gim, numberOf(families, n), numberOf('800', c), `F-${n}-${c}`)
  }
  for (const [n, number] of nobodys.entries()) call(gim, number, numberOf('800', n), `N-${n}`)
}

const kinds = {
  switchboards: Array.from({ length: people }, (_, n) => numberOf(switchboards, n)),
  nobodys,
  customers: Array.from({ length: people }, (_, n) => numberOf(customers, n)),
  families: Array.from({ length: people }, (_, n) => numberOf(families, n)),
}

await withInfoMart({}, plant, async ({ submit, lethe, answerTo }) => {
  const asked = Object.values(kinds).flat()
  const consumers = asked.map((phone) => ({ consumer: [{ phone: spelled(phone) }] }))
  submit('export-25052018-a', { consumers, 'gim-attached-data': { kvlist: ['AcctNum'] } })
  const { err } = await lethe('run')
  if (err.includes('"level":"error"')) throw new Error(err)
  const { responses } = answerTo('export-25052018-a')
  console.log(`${calling} calls`)
  let from = 0
  for (const [kind, { length }] of Object.entries(kinds)) {
    const held = responses.slice(from, from + length).filter((one) => one.startsWith('ERROR: held: ')).length
    const good = responses.slice(from, from + length).filter((one) => one === 'SUCCESS').length
    console.log(`${kind}: ${length} asked for, ${held} held, ${good} SUCCESS`)
    from += length
  }
})
