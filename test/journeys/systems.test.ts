/** Every system of the source is answered in every run, or the run says of which it says nothing. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { sourceSystems } from '../../src/products/declared/systems.ts'
import { lethe, linesOf, temporaryFolder } from '../cli/support.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { writtenSettings } from '../support/written-settings.ts'

const names = sourceSystems.map(({ system }) => system)

/** A site with calling lists, and what it declares beside them. */
function siteWith(declared: readonly string[]): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inbox'))
  withSqliteFile(join(folder, 'ocs.db'), (database) => {
    database.exec(
      'create table GSW_DONOTCALL_LIST (ENTRY integer primary key, PHONE text, CUSTOMER_ID text, TENANT_DBID integer)',
    )
    database.exec("insert into GSW_DONOTCALL_LIST values (1, '7815550123', null, 101)")
  })
  const settings = writtenSettings({
    head: 'settle: 50ms\ndatabases:\n  ocs: { client: better-sqlite3, filename: ./ocs.db }',
    directory: './inbox',
    tenant: 'process: { export: on-arrival, forget: on-arrival }',
    products: [
      '- { product: outbound, database: ocs, doNotCall: [ { table: GSW_DONOTCALL_LIST } ] }',
      ...declared.map((entry) => `- { product: declared, ${entry} }`),
    ].join('\n'),
  })
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const request = { caseid: '1', consumers: [{ consumer: [{ phone: '7815550123' }] }] }
  for (const action of ['export', 'forget']) {
    writeFileSync(join(folder, `inbox/${action}-25052018-a.json`), JSON.stringify(request))
  }
  return folder
}

const runIn = (folder: string, action: string) =>
  readExecutionLog(join(folder, `inbox/${action}-25052018-a-execution-log.json`)).run

const usual = (system: string): string => `system: ${system}`
const absent = (system: string): string => `system: ${system}, disposition: exempt, reason: not installed here`

/** Whatever has no usual answer is not installed. */
const everything = sourceSystems
  .filter(({ system }) => system !== 'Outbound Contact')
  .map(({ system, usual: answer }) => (answer === null ? absent(system) : usual(system)))

test('what is neither enabled nor declared is warned of once in each run, in one line, and told in its answers', async () => {
  const folder = siteWith([usual('iWD'), usual('Billing Data Server')])
  const ended = await lethe(folder, ['run'])
  expect(ended.code).toBe(0)
  const warnings = ended.err.split('\n').filter((line) => line.includes('not answered for: '))
  expect(warnings).toHaveLength(2)
  const silent = names.filter((name) => {
    return !['Outbound Contact', 'intelligent Workload Distribution', 'Billing Data Server'].includes(name)
  })
  expect(warnings[0]).toContain(`not answered for: ${silent.join(', ')}`)
  expect(runIn(folder, 'export')).toMatchObject({ notAnsweredFor: silent })
  expect(runIn(folder, 'forget')).toMatchObject({ notAnsweredFor: silent })
})

test('doctor and show list every system with how it is answered', async () => {
  const folder = siteWith([usual('iWD'), `system: Paper files, disposition: exempt, reason: there are none`])
  await lethe(folder, ['run'])
  const shown = await lethe(folder, ['show', runIn(folder, 'forget').id, '--json'])
  const examined = linesOf(await lethe(folder, ['doctor', '--json'])).filter(
    ({ subject }) => subject === 'acme: systems',
  )
  const listed = [linesOf(shown)[0]?.['systems'], examined[0]?.['systems']]
  for (const systems of listed) {
    expect(systems).toEqual([
      ...names.map((system) => expect.objectContaining({ system })),
      { system: 'Paper files', answered: 'exempt', by: ['declared#2'] },
    ])
    expect(systems).toContainEqual({ system: 'Outbound Contact', answered: 'searched', by: ['outbound'] })
    expect(systems).toContainEqual({
      system: 'intelligent Workload Distribution',
      answered: 'exempt',
      by: ['declared'],
    })
    expect(systems).toContainEqual({ system: 'Genesys Info Mart', answered: null, by: [] })
  }
  expect(examined).toMatchObject([{ complaints: [] }])
})

test('a site that has answered for all of them hears nothing of it, and each stands in its answers', async () => {
  const folder = siteWith(everything)
  const ended = await lethe(folder, ['run'])
  expect(ended).toMatchObject({ code: 0, err: '' })
  const run = runIn(folder, 'forget')
  expect(run).not.toHaveProperty('notAnsweredFor')
  expect(run.products).toHaveLength(names.length)
  expect(run.products).toContainEqual(
    expect.objectContaining({
      system: 'Universal Contact Server',
      disposition: 'manual',
      owner: 'the administrator of Universal Contact Server',
      dueAt: expect.stringMatching(/Z$/),
    }),
  )
})
