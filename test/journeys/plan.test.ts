/** The plan of a file of which something is held: counts and one hash over the very rows, beside the answers. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart, type InfoMartSite } from '../support/info-mart-site.ts'
import { withSqliteFile, type Connection } from '../support/sqlite-site.ts'

const schema = readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8')
const validate = new Ajv2020({ allErrors: true, formats: { 'date-time': true } }).compile(JSON.parse(schema))

const company = '8005550199'
const ann = '7815550101'

/** Ann and 39 others have called the company. */
function plantCallers(gim: Connection): void {
  for (let n = 1; n <= 40; n += 1) {
    plantContact(gim, { id: n, address: `78155501${String(n).padStart(2, '0')}`, account: `ACCOUNT-${n}` })
    gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${n}`)
  }
}

const request = {
  consumers: [{ consumer: [{ phone: ann }, { phone: company }] }],
  'gim-attached-data': { kvlist: ['AcctNum'] },
}

function planIn({ place }: InfoMartSite, stem: string) {
  const document = JSON.parse(readFileSync(place(`${stem}-plan.json`), 'utf8'))
  const isValid: boolean = validate(document)
  expect(validate.errors ?? []).toEqual([])
  expect(isValid).toBe(true)
  return document
}

describe('what is held of a file', () => {
  test('is planned in counts, with how it would be redacted, and without a value', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('forget-25052018-a', request)
      await site.lethe('run')
      const plan = planIn(site, 'forget-25052018-a')
      expect(plan).toMatchObject({
        action: 'forget',
        tenant: 'acme',
        values: 80,
        held: [{ pointer: '/consumers/0/consumer/1', kind: 'phone', reason: expect.stringContaining('40 different') }],
        products: [{ product: 'info-mart', searches: 1 }],
      })
      const place = { pointer: '/consumers/0/consumer/1', kind: 'phone', how: 'masked as `***`', values: 40 }
      expect(plan.products[0].targets).toEqual([
        { ...place, table: 'INTERACTION_FACT', column: 'TARGET_ADDRESS' },
        { ...place, table: 'IRF_USER_DATA_CUST_1', column: 'CUSTOM_DATA_1' },
      ])
      expect(JSON.stringify(plan)).not.toMatch(/8005550199|7815550|ACCOUNT/)
    })
  })

  test('has the same hash at every attempt and in `lethe plan`, and another one when a row has changed', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('export-25052018-a', request)
      await site.lethe('run')
      const before = planIn(site, 'export-25052018-a')
      await site.lethe('run')
      expect(planIn(site, 'export-25052018-a')).toMatchObject({ plan: before.plan, run: before.run, values: 80 })

      const shown = await site.lethe('plan', before.run)
      expect(shown.code).toBe(0)
      expect(shown.out).toContain(before.plan)
      expect(shown.out).not.toMatch(/8005550199|ACCOUNT/)
      const whole = await site.lethe('plan', before.run, '--values')
      expect(new Set(whole.out.match(/ACCOUNT-\d+/g)).size).toBe(40)

      withSqliteFile(site.gim, (gim) =>
        gim.exec("update IRF_USER_DATA_CUST_1 set CUSTOM_DATA_1 = 'ACCOUNT-X' where INTERACTION_RESOURCE_ID = 7"),
      )
      await site.lethe('run')
      const after = planIn(site, 'export-25052018-a')
      expect(after.values).toBe(81)
      expect(after.plan).not.toBe(before.plan)
    })
  })

  test('has no plan any more when it is released', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('forget-25052018-a', request)
      await site.lethe('run')
      expect(existsSync(site.place('forget-25052018-a-plan.json'))).toBe(true)
      site.settle({ tenant: 'guard: { peoplePerIdentifier: 40 }' })
      await site.lethe('run')
      expect(site.answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS'])
      expect(existsSync(site.place('forget-25052018-a-plan.json'))).toBe(false)
    })
  })

  test('and a file of which nothing is held has none', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('forget-25052018-a', { consumers: [{ consumer: [{ phone: ann }] }] })
      await site.lethe('run')
      expect(existsSync(site.place('forget-25052018-a-plan.json'))).toBe(false)
    })
  })
})

describe('a plan has a request’s name', () => {
  test('and is none, whether its request is still there or gone', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('export-25052018-a', request)
      await site.lethe('run')
      expect((await site.lethe('status', '--json')).out).not.toContain('-plan.json')
      rmSync(site.place('export-25052018-a.json'))
      await site.lethe('run')
      await site.lethe('run')
      expect(existsSync(site.place('export-25052018-a-plan.json'))).toBe(true)
      expect(existsSync(site.place('export-25052018-a-plan-execution-log.json'))).toBe(false)
    })
  })

  test('but a request that somebody has named so is answered, and so is a plan that is not ours', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('export-25052018-plan', { consumers: [{ consumer: [{ phone: ann }] }] })
      site.submit('export-25052018-b', request)
      await site.lethe('run')
      expect(site.answerTo('export-25052018-plan').responses).toEqual(['SUCCESS'])
      const forged = { ...planIn(site, 'export-25052018-b'), values: 1 }
      writeFileSync(site.place('export-25052018-c-plan.json'), JSON.stringify(forged))
      await site.lethe('run')
      expect(site.answerTo('export-25052018-c-plan').problems.length).toBeGreaterThan(0)
    })
  })

  test('which is answered, kept and never written over, also beside the request whose plan would stand there', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('export-25052018-plan', { consumers: [{ consumer: [{ phone: ann }] }] })
      site.submit('export-25052018', request)
      const before = readFileSync(site.place('export-25052018-plan.json'), 'utf8')
      await site.lethe('run')
      expect(site.answerTo('export-25052018-plan').responses).toEqual(['SUCCESS'])
      const { run, responses } = site.answerTo('export-25052018')
      expect(responses).toEqual(['SUCCESS', expect.stringMatching(/^ERROR: held: /)])
      expect((await site.lethe('plan', run.id)).out).toContain('"values":80')
      site.settle({ tenant: 'guard: { peoplePerIdentifier: 40 }' })
      await site.lethe('run')
      expect(site.answerTo('export-25052018').responses).toEqual(['SUCCESS', 'SUCCESS'])
      expect(readFileSync(site.place('export-25052018-plan.json'), 'utf8')).toBe(before)
    })
  })

  test('which is answered where requests and answers have folders of their own, and a plan has the same name', async () => {
    await withInfoMart({ tenant: 'layout: submit-result' }, plantCallers, async (site) => {
      const named = (name: string) => site.place(join('GDPR_Result', name))
      mkdirSync(site.place('GDPR_Submit'))
      site.submit(join('GDPR_Submit', 'export-25052018'), request)
      await site.lethe('run')
      expect(existsSync(named('export-25052018-plan.json'))).toBe(true)
      site.submit(join('GDPR_Submit', 'export-25052018-plan'), { consumers: [{ consumer: [{ phone: ann }] }] })
      await site.lethe('run')
      expect(existsSync(named('export-25052018-plan-execution-log.json'))).toBe(true)
      expect(existsSync(named('export-25052018-plan.json'))).toBe(true)
    })
  })

  test('and is no request that waits, once its own is taken away', async () => {
    await withInfoMart({}, plantCallers, async (site) => {
      site.submit('forget-25052018-a', request)
      await site.lethe('run')
      rmSync(site.place('forget-25052018-a.json'))
      await site.lethe('run')
      expect((await site.lethe('status', '--json')).out).not.toContain('-plan.json')
    })
  })
})
