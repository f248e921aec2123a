/** A site where the company's own number is asked for: twelve people have called it, so that it is held until somebody decides. */

import { expect } from 'vitest'

import { decisionText, dropDecision, letDecide, newApprover, planHashIn, signedBy, type Approver } from './approvers.ts'
import { plantContact } from './contact-center.ts'
import { withInfoMart, type InfoMartSite } from './info-mart-site.ts'
import { rowsOf, type Connection } from './sqlite-site.ts'

export const company = '8005550199'
export const callers = 12
export const stem = 'forget-25052018-a'
export const request = { consumers: [{ consumer: [{ phone: company }] }] }

/** Twelve people have called the company, and one has called somebody else. */
function plantCallers(gim: Connection): void {
  for (let n = 1; n <= callers + 1; n += 1) {
    plantContact(gim, { id: n, address: `78155501${String(n).padStart(2, '0')}`, account: `ACCOUNT-${n}` })
    if (n <= callers) gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${n}`)
  }
}

export interface Office extends InfoMartSite {
  readonly rosa: Approver
  readonly liam: Approver
  readonly stranger: Approver
  /** How often the company's number stands there. */
  readonly left: () => number
  readonly erased: () => number
  /** Drops a decision about the plan that stands there, signed as it should be. */
  readonly decide: (by: Approver, decision?: 'approve' | 'reject') => void
  readonly response: () => string
}

/** The request was run once, and is held. */
export async function withHeld(work: (office: Office) => Promise<void>, settings = '', tenant = ''): Promise<void> {
  const held = async (office: Office): Promise<void> => {
    await office.lethe('run')
    expect(office.response()).toMatch(/^ERROR: held: .*look at it with `lethe plan`, then approve or reject it/)
    expect(office.left()).toBe(callers)
    await work(office)
  }
  await withOffice(held, settings, tenant)
}

/** Rosa and Liam may decide; the request was dropped. */
export async function withOffice(work: (office: Office) => Promise<void>, settings = '', tenant = ''): Promise<void> {
  await withInfoMart({}, plantCallers, async (site) => {
    const [rosa, liam, stranger] = ['rosa', 'liam', 'stranger'].map((name) => newApprover(site.folder, name))
    if (rosa === undefined || liam === undefined || stranger === undefined) throw new Error('no keys')
    const signers = [`rosa@example.com ${rosa.publicKey}`, `liam@example.com ${liam.publicKey}`]
    site.settle({ tenant: `${letDecide(site.folder, signers, settings)}\n    ${tenant}`.trimEnd() })
    const countOf = (address: string) => {
      const sql = `select count(*) as n from INTERACTION_FACT where TARGET_ADDRESS = '${address}'`
      return Number(rowsOf(site.gim, sql)[0]?.['n'])
    }
    const before = countOf('***')
    const office: Office = {
      ...site,
      rosa,
      liam,
      stranger,
      left: () => countOf(company),
      erased: () => countOf('***') - before,
      decide: (by, decision = 'approve') => {
        const reason = decision === 'reject' ? { reason: 'a number of ours' } : {}
        const text = decisionText({ plan: planHashIn(site.place, stem), decision, ...reason })
        dropDecision(site.place, stem, { text, signature: signedBy(by, text) })
      },
      response: () => site.answerTo(stem).responses.join(),
    }
    site.submit(stem, request)
    await work(office)
  })
}
