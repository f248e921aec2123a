/** What is held is exported or erased when somebody who may has approved its very rows, and not otherwise. */

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { decisionText, dropDecision, letDecide, planHashIn, signedBy } from '../support/approvers.ts'
import { callers, company, request, stem, withHeld, type Office } from '../support/held-office.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'

describe('an approval that is dropped beside the request', () => {
  test('has the very rows erased at the next pass, and nothing else; it is no request itself', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa)
      const ended = await office.lethe('run')
      expect(ended.code, ended.out).toBe(0)
      expect(office.response()).toBe('SUCCESS')
      expect([office.left(), office.erased()]).toEqual([0, callers])
      expect(existsSync(office.place(`${stem}-plan.json`))).toBe(false)
      await office.lethe('run')
      const answers = readdirSync(office.place('')).filter((name) => name.includes('approval'))
      expect(answers.sort()).toEqual([`${stem}-approval.json`, `${stem}-approval.json.sig`])
    })
  })

  test('counts once it was seen, also when its file is taken away before it is carried out', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa)
      await office.lethe('run')
      expect(office.response()).toContain('1 of 2 approvals are there')
      for (const end of ['', '.sig']) rmSync(office.place(`${stem}-approval.json${end}`))
      office.decide(office.liam)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
    }, 'needed: 2')
  })

  test('may carry the signatures of two people, one behind the other', async () => {
    await withHeld(async (office) => {
      const text = decisionText({ plan: planHashIn(office.place, stem) })
      const signature = signedBy(office.rosa, text) + signedBy(office.liam, text)
      dropDecision(office.place, stem, { text, signature })
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
    }, 'needed: 2')
  })

  test('of an export hands out what was looked at', async () => {
    await withHeld(async (office) => {
      office.submit('export-25052018-b', request)
      await office.lethe('run')
      expect(office.answerTo('export-25052018-b').responses.join()).toMatch(/^ERROR: held/)
      const text = decisionText({ plan: planHashIn(office.place, 'export-25052018-b') })
      dropDecision(office.place, 'export-25052018-b', { text, signature: signedBy(office.rosa, text) })
      await office.lethe('run')
      expect(office.answerTo('export-25052018-b').responses).toEqual(['SUCCESS'])
      expect(office.left()).toBe(callers)
    })
  })
})

/** What is dropped, and what is said of it. */
type Spoiling = (office: Office) => { readonly text: string; readonly signature: string | null }

const hashIn = (office: Office): string => planHashIn(office.place, stem)

const spoilt: readonly (readonly [string, Spoiling, string])[] = [
  ['has no signature', (office) => ({ text: decisionText({ plan: hashIn(office) }), signature: null }), 'no signature'],
  [
    'is signed by a stranger',
    (office) => {
      const text = decisionText({ plan: hashIn(office) })
      return { text, signature: signedBy(office.stranger, text) }
    },
    'a key that `approval.approvers` does not name',
  ],
  [
    'is signed for another purpose',
    (office) => {
      const text = decisionText({ plan: hashIn(office) })
      return { text, signature: signedBy(office.rosa, text, 'file') }
    },
    'for another purpose',
  ],
  [
    'was changed after it was signed',
    (office) => {
      const text = decisionText({ plan: hashIn(office), decision: 'reject', reason: 'no' })
      return { text: decisionText({ plan: hashIn(office) }), signature: signedBy(office.rosa, text) }
    },
    'not of this file as it is',
  ],
  [
    'is about another plan',
    (office) => {
      const text = decisionText({ plan: 'a'.repeat(64) })
      return { text, signature: signedBy(office.rosa, text) }
    },
    'about no plan of this run',
  ],
  [
    'is not as the schema has it',
    (office) => {
      const text = `${JSON.stringify({ plan: hashIn(office), decision: 'approved', at: 'today' })}\n`
      return { text, signature: signedBy(office.rosa, text) }
    },
    'not as `schemas/approval.schema.json` has it',
  ],
  [
    'rejects without a reason',
    (office) => {
      const text = decisionText({ plan: hashIn(office), decision: 'reject' })
      return { text, signature: signedBy(office.rosa, text) }
    },
    'not as `schemas/approval.schema.json` has it',
  ],
]

test.each(spoilt)('an approval that %s erases nothing, and the answer says so', async (_what, spoil, said) => {
  await withHeld(async (office) => {
    dropDecision(office.place, stem, spoil(office))
    await office.lethe('run')
    expect(office.response()).toContain(`the decision that was dropped does not count: `)
    expect(office.response()).toContain(said)
    expect([office.left(), office.erased()]).toEqual([callers, 0])
  })
})

describe('an approval counts no more', () => {
  test('when one person alone has given it twice where two are needed', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa)
      await office.lethe('run')
      const again = decisionText({ plan: hashIn(office), at: '2026-03-02T12:00:00Z' })
      dropDecision(office.place, stem, { text: again, signature: signedBy(office.rosa, again) })
      await office.lethe('run')
      expect(office.response()).toContain('1 of 2 approvals are there')
      expect(office.left()).toBe(callers)
    }, 'needed: 2')
  })

  test('when it comes too late: the plan is made anew', async () => {
    await withHeld(async (office) => {
      const before = hashIn(office)
      office.decide(office.rosa)
      await office.lethe('run')
      expect(office.response()).toContain('came too late')
      expect(office.left()).toBe(callers)
      expect(hashIn(office)).not.toBe(before)
    }, 'expiresAfter: 1ms')
  })

  test('when whoever gave it is no approver any more', async () => {
    await withHeld(async (office) => {
      expect((await office.lethe('approve', office.answerTo(stem).run.id, '--key', office.rosa.key)).code).toBe(0)
      writeFileSync(join(office.folder, 'approvers'), `liam@example.com ${office.liam.publicKey}\n`)
      await office.lethe('run')
      expect(office.response()).toMatch(/^ERROR: held/)
      expect(office.left()).toBe(callers)
    })
  })

  test('when the settings that the plan was made under are others', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa)
      const signers = [`rosa@example.com ${office.rosa.publicKey}`]
      office.settle({ tenant: `${letDecide(office.folder, signers)}\n    guard: { rowsPerIdentifier: 999 }` })
      await office.lethe('run')
      expect(office.response()).toContain('the settings have changed since it was approved')
      expect(office.left()).toBe(callers)
    })
  })

  test('for another run that asks for the same number', async () => {
    await withHeld(async (office) => {
      const text = decisionText({ plan: hashIn(office) })
      const signature = signedBy(office.rosa, text)
      office.submit('export-26052018-b', request)
      dropDecision(office.place, 'export-26052018-b', { text, signature })
      await office.lethe('run')
      await office.lethe('run')
      expect(office.answerTo('export-26052018-b').responses.join()).toContain('about no plan of this run')
      expect(office.left()).toBe(callers)
    })
  })
})

describe('what comes after the plan was made', () => {
  test('is never erased under it: there is a plan of the rest, which is approved for itself', async () => {
    await withHeld(async (office) => {
      const first = hashIn(office)
      office.decide(office.rosa)
      withSqliteFile(office.gim, (gim) => {
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${callers + 1}`)
      })
      await office.lethe('run')
      expect(office.response()).toMatch(/^ERROR: held: .*more is found than was approved/)
      expect([office.left(), office.erased()]).toEqual([1, callers])
      expect(hashIn(office)).not.toBe(first)
      await office.lethe('run')
      expect(office.left()).toBe(1)
      office.decide(office.liam)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
      expect([office.left(), office.erased()]).toEqual([0, callers + 1])
    })
  })

  test('a value that was changed meanwhile is left as it is', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa)
      withSqliteFile(office.gim, (gim) => {
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '8005550111' where INTERACTION_ID = 3`)
      })
      await office.lethe('run')
      expect([office.left(), office.erased()]).toEqual([0, callers - 1])
    })
  })
})

describe('a rejection', () => {
  test('answers the identifier with an error for good, and erases nothing', async () => {
    await withHeld(async (office) => {
      office.decide(office.rosa, 'reject')
      const ended = await office.lethe('run')
      expect(ended.code).toBe(1)
      expect(office.response()).toBe('ERROR: rejected: a number of ours')
      expect(existsSync(office.place(`${stem}-plan.json`))).toBe(false)
      expect((await office.lethe('run')).out).not.toContain(stem)
      expect(office.left()).toBe(callers)
    })
  })

  test('by anybody outweighs the approvals of the others, until something is erased', async () => {
    await withHeld(async (office) => {
      const run = office.answerTo(stem).run.id
      expect((await office.lethe('approve', run, '--key', office.rosa.key)).code).toBe(0)
      expect((await office.lethe('reject', run, '--key', office.liam.key, '--reason', 'ours')).code).toBe(0)
      await office.lethe('run')
      expect(office.response()).toBe('ERROR: rejected: ours')
      expect(office.left()).toBe(callers)
    })
  })

  test('that is taken back by the same person is one no more', async () => {
    await withHeld(async (office) => {
      const run = office.answerTo(stem).run.id
      await office.lethe('reject', run, '--key', office.rosa.key, '--reason', 'ours')
      await office.lethe('approve', run, '--key', office.rosa.key)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
      const { out } = await office.lethe('show', run, '--text')
      for (const words of ['reject', 'approve']) expect(out).toMatch(new RegExp(`${words} .*rosa@example.com`))
      expect((await office.lethe('reject', run, '--key', office.rosa.key, '--reason', 'late')).code).toBe(1)
    })
  })
})

describe('`lethe approve`', () => {
  test('takes a key of an approver, and no other', async () => {
    await withHeld(async (office) => {
      const run = office.answerTo(stem).run.id
      const refused = await office.lethe('approve', run, '--key', office.stranger.key)
      expect(refused.code).toBe(2)
      expect(refused.err).toContain('a key that `approval.approvers` does not name')
      expect((await office.lethe('approve', run)).code).toBe(2)
      expect((await office.lethe('approve', run, '--as-os-user')).err).toContain('`approval.unsigned`')
      expect((await office.lethe('approve', run, '--key', join(office.folder, 'nowhere'))).err).toContain(
        'has not signed',
      )
      await office.lethe('run')
      expect(office.left()).toBe(callers)
      const told = await office.lethe('approve', run, '--key', office.rosa.key)
      expect(told.out).toContain(`"plan":"${hashIn(office)}"`)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
    })
  })

  test('takes the name of the account where the settings let it count, for one person however often', async () => {
    await withHeld(async (office) => {
      const run = office.answerTo(stem).run.id
      await office.lethe('approve', run, '--as-os-user')
      await office.lethe('approve', run, '--as-os-user')
      await office.lethe('run')
      expect(office.response()).toContain('1 of 2 approvals are there')
      await office.lethe('approve', run, '--key', office.liam.key)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
    }, 'needed: 2, unsigned: true')
  })
})
