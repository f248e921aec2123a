/** Who asks the same of an identifier that is held already joins its plan: it is decided once, for all who had asked by then. */

import { existsSync, rmSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { decisionText, dropDecision, planHashIn, signedBy } from '../support/approvers.ts'
import { callers, company, request, stem, withHeld, type Office } from '../support/held-office.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'

const later = 'forget-26052018-b'
/** The same number, written as somebody else would. */
const same = { consumers: [{ consumer: [{ phone: `+1 (800) 555-${company.slice(-4)}` }, { phone: '7815550144' }] }] }

const responses = ({ answerTo }: Office, name = later) => answerTo(name).responses
const hasPlan = ({ place }: Office, name = later) => existsSync(place(`${name}-plan.json`))

async function askAgain(office: Office): Promise<void> {
  office.submit(later, same)
  await office.lethe('run')
}

describe('a later request for the same number', () => {
  test('waits for the plan that is open, has none of its own, and its other identifiers go on', async () => {
    await withHeld(async (office) => {
      await askAgain(office)
      const [held, free] = responses(office)
      expect(held).toMatch(/^ERROR: held: .*the run [0-9a-f-]{36} waits for the same/)
      expect(held).toContain(office.answerTo(stem).run.id)
      expect(free).toBe('SUCCESS: not found')
      expect([hasPlan(office, stem), hasPlan(office)]).toEqual([true, false])
    })
  })

  test('is done when that plan was approved and carried out', async () => {
    await withHeld(async (office) => {
      await askAgain(office)
      office.decide(office.rosa)
      await office.lethe('run')
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
      expect(responses(office)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect([office.left(), office.erased()]).toEqual([0, callers])
    })
  })

  test('is rejected with it', async () => {
    await withHeld(async (office) => {
      await askAgain(office)
      office.decide(office.rosa, 'reject')
      await office.lethe('run')
      await office.lethe('run')
      expect(responses(office)[0]).toBe('ERROR: rejected: a number of ours')
      expect(office.left()).toBe(callers)
    })
  })

  test('has a plan of its own for what nobody had looked at there', async () => {
    await withHeld(async (office) => {
      await askAgain(office)
      withSqliteFile(office.gim, (gim) => {
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${callers + 1}`)
      })
      office.decide(office.rosa)
      await office.lethe('run')
      await office.lethe('run')
      expect([office.left(), office.erased()]).toEqual([1, callers])
      expect(responses(office)[0]).toMatch(/^ERROR: held/)
      expect(hasPlan(office)).toBe(true)
    })
  })

  test('decides for itself when the other one is cancelled', async () => {
    await withHeld(async (office) => {
      await askAgain(office)
      await office.lethe('cancel', office.answerTo(stem).run.id)
      await office.lethe('run')
      expect(hasPlan(office)).toBe(true)
      const text = decisionText({ plan: planHashIn(office.place, later) })
      dropDecision(office.place, later, { text, signature: signedBy(office.rosa, text) })
      await office.lethe('run')
      expect(responses(office)[0]).toBe('SUCCESS')
      expect([office.left(), office.erased()]).toEqual([0, callers])
    })
  })

  test('is another matter when it came after the decision', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa, 'reject')
      await office.lethe('run')
      await askAgain(office)
      expect(responses(office)[0]).toMatch(/^ERROR: held/)
      expect(hasPlan(office)).toBe(true)
    })
  })

  test('of another action is decided for itself', async () => {
    await withHeld(async (office) => {
      office.submit('export-26052018-c', request)
      await office.lethe('run')
      expect(hasPlan(office, 'export-26052018-c')).toBe(true)
    })
  })
})

describe('two files of one run for the same number', () => {
  const [first, second] = ['forget-26052018-b', 'forget-26052018-c']
  const both = (office: Office): readonly unknown[] => [first, second].map((name) => responses(office, name)[0])

  async function askTogether(office: Office): Promise<void> {
    await office.lethe('cancel', office.answerTo(stem).run.id)
    for (const name of [first, second]) office.submit(name, same)
    await office.lethe('run')
  }

  async function decideOn(office: Office, name: string, decision: 'approve' | 'reject'): Promise<void> {
    const reason = decision === 'reject' ? { reason: 'a number of ours' } : {}
    const text = decisionText({ plan: planHashIn(office.place, name), decision, ...reason })
    dropDecision(office.place, name, { text, signature: signedBy(office.rosa, text) })
    await office.lethe('run')
  }

  test('have one plan, and are done by one approval', async () => {
    await withHeld(async (office) => {
      await askTogether(office)
      expect(both(office)).toEqual([
        expect.not.stringContaining('an earlier file'),
        expect.stringMatching(/^ERROR: held: .*; an earlier file of this run waits for the same/),
      ])
      expect([hasPlan(office, first), hasPlan(office, second)]).toEqual([true, false])
      await decideOn(office, first, 'approve')
      expect(both(office)).toEqual(['SUCCESS', 'SUCCESS'])
      expect([office.left(), office.erased()]).toEqual([0, callers])
    })
  })

  test('are rejected together', async () => {
    await withHeld(async (office) => {
      await askTogether(office)
      await decideOn(office, first, 'reject')
      expect(both(office)).toEqual(Array.from({ length: 2 }, () => 'ERROR: rejected: a number of ours'))
      expect(office.left()).toBe(callers)
    })
  })

  test('are decided for the one that is still there', async () => {
    await withHeld(async (office) => {
      await askTogether(office)
      rmSync(office.place(`${first}.json`))
      await office.lethe('run')
      expect([hasPlan(office, second), responses(office, second)[0]]).toEqual([
        true,
        expect.stringMatching(/^ERROR: held/),
      ])
      await decideOn(office, second, 'approve')
      expect(responses(office, second)[0]).toBe('SUCCESS')
      expect([office.left(), office.erased()]).toEqual([0, callers])
    })
  })
})
