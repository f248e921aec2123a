/** Intelligent Automation under the contract, with the task as its documentation has it. */

import { rmSync } from 'node:fs'

import { isStarted, type Effect } from '../../src/domain/effect.ts'
import type { ProductSession } from '../../src/domain/product.ts'
import { intelligentAutomation } from '../../src/products/intelligent-automation/intelligent-automation.ts'
import { AutomationTaskDouble, callsIn, createTaskFolders, type Interaction } from '../support/automation-task.ts'
import { callsBehind, cellsOfCalls, createCalls, type StoredCall } from '../support/automation-views.ts'
import { withFolder } from '../support/databases.ts'
import { engines } from '../support/engines.ts'
import { toolsFor, toolsWithoutDatabase } from '../support/tools.ts'
import { phones, strangers, subjects as corpus, tenant } from './corpus.ts'
import { productContract, run, type ContractWorld, type WithWorld } from './suite.ts'

const call = (number: string, account: string, answers: string, details: string): Interaction => {
  return { number, fields: { AccountNumber: account, Mood: 'calm' }, answers, details }
}

const store = (): Interaction[] => [
  call('2125550101', 'A-1', 'nbest_meaning_1:goat', 'Created a shiny moon man'),
  call('+12125550101', 'A-2', '', ''),
  call('555550102', 'B-1', 'nbest_meaning_1:yes', ''),
  call('442079460103', 'C-1', '', 'Paid a bill'),
  call('12125550104', 'D-1', '', 'Asked'),
  call('2125550199', 'S-1', '', 'Shared'),
  ...strangers.phones.map((number) => call(number, 'X', 'nbest_meaning_1:no', 'Somebody else')),
]

/** Subject and number, the call of the store, and what is found of it. */
const owned: readonly (readonly [subject: string, phone: string, call: number, field: string, text: string])[] = [
  ['1.consumer-1', phones.ada, 0, 'QUESTION_ANSWER', 'nbest_meaning_1:goat'],
  ['1.consumer-1', phones.ada, 0, 'BUSINESS_TASK_DETAILS', 'Created a shiny moon man'],
  ['1.consumer-2', phones.ben, 2, 'QUESTION_ANSWER', 'nbest_meaning_1:yes'],
  ['1.consumer-3', phones.cleo, 3, 'BUSINESS_TASK_DETAILS', 'Paid a bill'],
  ['2.consumer-1', phones.dan, 4, 'BUSINESS_TASK_DETAILS', 'Asked'],
  ['2.consumer-1', phones.danAgain, 4, 'BUSINESS_TASK_DETAILS', 'Asked'],
  ['2.consumer-2', phones.shared, 5, 'BUSINESS_TASK_DETAILS', 'Shared'],
  ['2.consumer-3', phones.shared, 5, 'BUSINESS_TASK_DETAILS', 'Shared'],
]

/** Night after night, until nothing goes on. */
function forgetting(session: ProductSession, night: () => Promise<void>): NonNullable<ContractWorld['begins']> {
  const end = async (effects: readonly Effect[]): Promise<void> => {
    let going = effects.filter(isStarted)
    for (let nights = 0; nights < 5 && going.length > 0; nights += 1) {
      await night()
      const erased = new Set<string>()
      for await (const { receipt, fate } of session.poll?.(going, run()) ?? []) {
        if (fate.kind === 'erased') erased.add(receipt)
      }
      going = going.filter(({ fate }) => !erased.has(fate.receipt))
    }
    if (going.length > 0) throw new Error(`${going.length} effect(s) go on`)
  }
  return { fates: ['started'], end }
}

const withWorld: WithWorld = (work) =>
  withFolder(async (folder) => {
    const task = createTaskFolders(folder)
    const calls = store()
    const double = new AutomationTaskDouble(task, callsIn(calls))
    const settings = { task, overnightJob: [], historicalAfterDays: 0 }
    const session = await intelligentAutomation.open(settings, tenant, toolsWithoutDatabase(folder))
    const jobs = (): Promise<void> => double.night(new Date())
    // The task is asked, and answers overnight.
    for await (const _one of session.find(corpus, run())) continue
    await jobs()
    await work({
      session,
      begins: forgetting(session, jobs),
      cells: async () => new Map(calls.map((one, n) => [String(n), JSON.stringify(one)])),
      owned: new Set(owned.map(([, , n]) => String(n))),
      expected: owned
        .map(([subject, phone, , field, text]) => [subject, phone, 'CONSUMER', field, 1, text].join(' | '))
        .sort(),
      breakStore: async () => {
        rmSync(task.results, { recursive: true })
      },
    })
    await session.close()
  })

productContract('intelligent-automation', withWorld)

const stored = (id: number, number: string, company = 2): StoredCall => {
  return { id, company, number, day: '2026-03-01', account: `A-${id}`, answer: `said ${id}`, details: `did ${id}` }
}

const behindViews: readonly StoredCall[] = [
  stored(1, '(212) 555-0101'),
  stored(2, '555550102'),
  stored(3, '+44 20 7946 0103'),
  stored(4, '2125550104'),
  stored(5, '+1 212 555 0199'),
  // The same person in another company.
  stored(6, '2125550101', 3),
  ...strangers.phones.map((number, n) => stored(10 + n, number)),
]

const callers: readonly (readonly [call: number, subject: string, phone: string])[] = [
  [1, '1.consumer-1', phones.ada],
  [2, '1.consumer-2', phones.ben],
  [3, '1.consumer-3', phones.cleo],
  [4, '2.consumer-1', phones.dan],
  [4, '2.consumer-1', phones.danAgain],
  [5, '2.consumer-2', phones.shared],
  [5, '2.consumer-3', phones.shared],
]

const inViews = callers.flatMap(([call, subject, phone]) => {
  const number = behindViews.find(({ id }) => id === call)?.number ?? ''
  const values = [
    ['VW_CALLS | CALLER_NUMBER', number],
    ['VW_CALLS | CTI_ACCOUNT_NUMBER', `A-${call}`],
    ['VW_CALL_STEPS | NBEST_RAWANSWER_1', `said ${call}`],
    ['VW_BUSINESS_TASKS | TASK_DETAILS', `did ${call}`],
  ]
  return values.map(([target, value]) => [subject, phone, target, call, value].join(' | '))
})

for (const engine of engines) {
  productContract(`intelligent-automation with its views on ${engine.name}`, (work) =>
    withFolder((folder) =>
      engine.withDatabase(async (database) => {
        await createCalls(database, behindViews, engine.name !== 'SQLite')
        const task = createTaskFolders(folder)
        const double = new AutomationTaskDouble(
          task,
          callsBehind(database, 2, () => '9999-12-31'),
        )
        const settings = { task, company: 2, database: 'ia', overnightJob: [], historicalAfterDays: 0 }
        const tools = { ...toolsFor(database), stateDirectory: folder }
        const session = await intelligentAutomation.open(settings, tenant, tools)
        await work({
          session,
          begins: forgetting(session, () => double.night(new Date())),
          cells: () => cellsOfCalls(database),
          owned: new Set(
            [1, 2, 3, 4, 5].flatMap((id) => [
              `VW_CALLS ${id} caller_number`,
              `VW_CALLS ${id} cti_account_number`,
              `VW_CALL_STEPS ${id} nbest_rawanswer_1`,
              `VW_BUSINESS_TASKS ${id} task_details`,
            ]),
          ),
          expected: [...inViews].sort(),
          breakStore: async () => {
            await database.knex.raw('alter table VW_CALL_STEPS rename to VW_CALL_STEPS_GONE')
            database.refresh()
          },
        })
      }),
    ),
  )
}
