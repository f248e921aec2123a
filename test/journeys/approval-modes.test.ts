/** What waits for an approval: what the guard holds, whatever is found, or nothing; for a tenant, or for one of its products. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { decisionText, dropDecision, letDecide, newApprover, planHashIn, signedBy } from '../support/approvers.ts'
import { plantContact } from '../support/contact-center.ts'
import { withInfoMart, type InfoMartSite } from '../support/info-mart-site.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'

const [ann, nobody] = ['7815550101', '7815550188']
const stem = 'forget-25052018-a'

function plantAnn(gim: Connection): void {
  plantContact(gim, { id: 1, address: ann, account: 'ACCOUNT-1' })
  plantContact(gim, { id: 2, address: '7815550199', account: 'ACCOUNT-2' })
}

const addresses = ({ gim }: InfoMartSite) =>
  rowsOf(gim, 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by INTERACTION_ID').map(({ a }) => a)

const ask = (...phones: readonly string[]) => ({ consumers: [{ consumer: phones.map((phone) => ({ phone })) }] })

describe('with `always`', () => {
  test('whatever is found waits, for export and forget, and what is not found does not', async () => {
    await withInfoMart({}, plantAnn, async (site) => {
      const rosa = newApprover(site.folder, 'rosa')
      site.settle({ tenant: letDecide(site.folder, [`rosa ${rosa.publicKey}`], 'mode: always') })
      site.submit(stem, ask(ann, nobody))
      site.submit('export-25052018-b', ask(ann))
      await lethe(site.folder, ['run'])
      const [held, free] = site.answerTo(stem).responses
      expect(held).toMatch(/^ERROR: held: it reaches 1 row\(s\).*`approval` says that nothing goes unseen/)
      expect(free).toBe('SUCCESS: not found')
      expect(site.answerTo('export-25052018-b').responses.join()).toMatch(/^ERROR: held/)
      expect(addresses(site)).toEqual([ann, '7815550199'])
      for (const name of [stem, 'export-25052018-b']) {
        const text = decisionText({ plan: planHashIn(site.place, name) })
        dropDecision(site.place, name, { text, signature: signedBy(rosa, text) })
      }
      await lethe(site.folder, ['run'])
      expect(site.answerTo(stem).responses).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect(site.answerTo('export-25052018-b').responses).toEqual(['SUCCESS'])
      expect(addresses(site)).toEqual(['***', '7815550199'])
    })
  })

  test('and nobody who may approve the answer says which setting is missing', async () => {
    await withInfoMart({ tenant: 'approval: { mode: always }' }, plantAnn, async (site) => {
      site.submit(stem, ask(ann))
      await lethe(site.folder, ['run'])
      expect(site.answerTo(stem).responses.join()).toContain('set `approval.approvers` or `approval.unsigned`')
    })
  })

  test('is foreseen by a preview', async () => {
    await withInfoMart({ tenant: 'approval: { mode: always }' }, plantAnn, async (site) => {
      site.submit(stem, ask(ann, nobody))
      const { out } = await lethe(site.folder, ['preview', site.place(`${stem}.json`)])
      expect(out.match(/"event":"held"/g)).toHaveLength(1)
    })
  })
})

describe('an entry', () => {
  const logs = (approval: string) => `- { product: log-files, paths: [./logs/*.log], ${approval} }`

  test('asks for more than its tenant, also where it holds texts', async () => {
    await withInfoMart({ products: logs('approval: always') }, plantAnn, async (site) => {
      mkdirSync(join(site.folder, 'logs'))
      writeFileSync(join(site.folder, 'logs', 'a.log'), `call from ${ann} ended\n`)
      site.submit(stem, ask(ann))
      await lethe(site.folder, ['run'])
      expect(site.answerTo(stem).responses.join()).toMatch(/^ERROR: held/)
      expect(addresses(site)).toEqual([ann, '7815550199'])
    })
  })

  test('cannot ask for less', async () => {
    await withInfoMart({ products: logs('approval: never') }, plantAnn, async (site) => {
      const { code, err } = await lethe(site.folder, ['run'])
      expect(code).toBe(2)
      expect(err).toContain('/tenants/0/products/1/approval')
    })
  })
})

test('with `never` the guard is off, as somebody has decided', async () => {
  await withInfoMart(
    { tenant: 'approval: { mode: never }\n    guard: { rowsPerIdentifier: 1 }' },
    plantAnn,
    async (site) => {
      site.submit(stem, ask(ann, '000-000-0000'))
      await lethe(site.folder, ['run'])
      expect(site.answerTo(stem).responses).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect(addresses(site)).toEqual(['***', '7815550199'])
    },
  )
})

test('where requests and answers have folders of their own a decision may stand beside the request or beside the plan', async () => {
  for (const folder of ['GDPR_Submit', 'GDPR_Result']) {
    await withInfoMart({}, plantAnn, async (site) => {
      const rosa = newApprover(site.folder, 'rosa')
      const approval = letDecide(site.folder, [`rosa ${rosa.publicKey}`], 'mode: always')
      site.settle({ tenant: `${approval}\n    layout: submit-result` })
      mkdirSync(site.place('GDPR_Submit'))
      site.submit(join('GDPR_Submit', stem), ask(ann))
      await lethe(site.folder, ['run'])
      const inResults = (name: string) => site.place(join('GDPR_Result', name))
      const text = decisionText({ plan: planHashIn(inResults, stem) })
      dropDecision((name) => site.place(join(folder, name)), stem, { text, signature: signedBy(rosa, text) })
      await lethe(site.folder, ['run'])
      expect(site.answerTo(join('GDPR_Result', stem)).responses).toEqual(['SUCCESS'])
    })
  }
})

describe('the file of those who may approve', () => {
  const refused = async (site: InfoMartSite, tenant: string): Promise<string> => {
    site.settle({ tenant })
    const { code, err } = await lethe(site.folder, ['status'])
    expect(code).toBe(2)
    expect(err).toContain('/tenants/0/approval/approvers')
    return err
  }

  test('has to be there, outside of every folder that senders write into, and readable to its last line', async () => {
    await withInfoMart({}, plantAnn, async (site) => {
      const rosa = newApprover(site.folder, 'rosa')
      expect(await refused(site, 'approval: { approvers: ./nowhere }')).toContain('cannot be read')
      expect(await refused(site, letDecide(site.folder, ['# nobody']))).toContain('names nobody')
      expect(await refused(site, letDecide(site.folder, [`rosa ${rosa.publicKey}`, 'liam']))).toContain(
        'line 2 of the file',
      )
      letDecide(site.place(''), [`rosa ${rosa.publicKey}`])
      expect(await refused(site, 'approval: { approvers: ./gdpr/approvers }')).toContain('outside of every tenant')
    })
  })
})
