/** Decisions that are brought again, late, elsewhere or by other tools count for what they say, and no more. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { decisionText, dropDecision, letDecide, planHashIn, signedBy } from '../support/approvers.ts'
import { callers, request, stem, withHeld, type Office } from '../support/held-office.ts'
import { rowsOf } from '../support/sqlite-site.ts'

const hashIn = (office: Office): string => planHashIn(office.place, stem)

/** What of the signature's file is another, and its signature the same. */
const rewritten: readonly (readonly [string, (signature: string) => string])[] = [
  ['as it was', (signature) => signature],
  ['with blanks behind it', (signature) => `${signature}\n \n`],
  ['in longer lines', (signature) => signature.replaceAll(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/])/g, '')],
  ['with a line before it', (signature) => `signed in March\n${signature}`],
  ['twice in one file', (signature) => signature + signature],
]

describe('a rejection takes back what the same person approved before', () => {
  test.each(rewritten)('also when that approval is brought again, signed %s', async (_what, again) => {
    await withHeld(async (office) => {
      const run = office.answerTo(stem).run.id
      office.decide(office.rosa)
      await office.lethe('run')
      expect(office.response()).toContain('1 of 2 approvals are there')
      await office.lethe('reject', run, '--key', office.rosa.key, '--reason', 'ours')
      await office.lethe('approve', run, '--key', office.liam.key)
      const signature = office.place(`${stem}-approval.json.sig`)
      writeFileSync(signature, again(readFileSync(signature, 'utf8')))
      await office.lethe('run')
      expect(office.response()).toBe('ERROR: rejected: ours')
      expect(office.left()).toBe(callers)
    }, 'needed: 2')
  })

  test('also when that approval is brought for the first time after it', async () => {
    await withHeld(async (office) => {
      const text = decisionText({ plan: hashIn(office) })
      const signature = signedBy(office.rosa, text)
      await office.lethe('reject', office.answerTo(stem).run.id, '--key', office.rosa.key, '--reason', 'ours')
      dropDecision(office.place, stem, { text, signature })
      await office.lethe('run')
      expect(office.response()).toBe('ERROR: rejected: ours')
      expect(office.left()).toBe(callers)
    })
  })
})

/** How other tools write: the text, and what they make of the signature. */
const tools: readonly (readonly [string, (text: string) => string, (signature: string) => string | Buffer])[] = [
  ['a byte order mark before it', (text) => `\uFEFF${text}`, (signature) => signature],
  ['the lines of Windows', (text) => text.replaceAll('\n', '\r\n'), (signature) => signature.replaceAll('\n', '\r\n')],
  [
    'two bytes for each letter of the signature',
    (text) => text,
    (signature) => Buffer.from(`\uFEFF${signature}`, 'utf16le'),
  ],
  ['an empty byte before the signature', (text) => text, (signature) => `\0${signature}`],
]

test.each(tools)('an approval with %s is one', async (_what, write, store) => {
  await withHeld(async (office) => {
    const text = write(decisionText({ plan: hashIn(office) }))
    dropDecision(office.place, stem, { text, signature: null })
    writeFileSync(office.place(`${stem}-approval.json.sig`), store(signedBy(office.rosa, text)))
    await office.lethe('run')
    expect(office.response()).toBe('SUCCESS')
    expect(office.left()).toBe(0)
    const [noted] = rowsOf(join(office.folder, 'lethe.db'), 'select signature from lethe_decision')
    expect(noted?.['signature']).toMatch(
      /^-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+-----END SSH SIGNATURE-----\n$/,
    )
  })
})

const unfit = [
  ['a line break', 'a number of ours\nSUCCESS'],
  ['an empty byte', 'a number\0of ours'],
  ['a sign that steers the terminal', '\u001B[2Jours'],
  ['a line separator', 'a number\u2028of ours'],
  ['blanks alone', '  '],
  ['more than 500 letters', 'x'.repeat(501)],
] as const

test.each(unfit)(
  'a rejection whose reason holds %s is not taken, and whoever gave it is told',
  async (_what, reason) => {
    await withHeld(async (office) => {
      const told = await office.lethe(
        'reject',
        office.answerTo(stem).run.id,
        '--key',
        office.rosa.key,
        '--reason',
        reason,
      )
      expect([told.code, told.err]).toEqual([2, expect.stringContaining('a reason is one line of at most 500 letters')])
      const text = decisionText({ plan: hashIn(office), decision: 'reject', reason })
      dropDecision(office.place, stem, { text, signature: signedBy(office.rosa, text) })
      await office.lethe('run')
      expect(office.response()).toMatch(/^ERROR: held: .*not as `schemas\/approval.schema.json` has it$/)
    })
  },
)

test('decisions about plans of a run that is over are told to be too late', async () => {
  await withHeld(async (office) => {
    const run = office.answerTo(stem).run.id
    await office.lethe('cancel', run)
    const told = await office.lethe('approve', run, '--key', office.rosa.key)
    expect([told.code, told.out]).toEqual([1, expect.stringContaining('nothing-to-decide')])
    await office.lethe('run')
    expect(office.left()).toBe(callers)
  })
})

test.each(['consumers', 'employees', 'requests'])(
  'a file with the name of an approval that has %s is a request, and its sender has an answer',
  async (asking) => {
    await withHeld(async (office) => {
      office.submit(`${stem}-approval`, { decision: 'approve', [asking]: [] })
      await office.lethe('run')
      expect(office.answerTo(`${stem}-approval`).problems).not.toEqual([])
      expect(office.response()).not.toContain('the decision that was dropped')
      office.decide(office.rosa)
      await office.lethe('run')
      expect(office.response()).toBe('SUCCESS')
    })
  },
)

test('where requests and answers have folders of their own, decisions are read from both', async () => {
  await withHeld(async (office) => {
    const signers = [`rosa@example.com ${office.rosa.publicKey}`, `liam@example.com ${office.liam.publicKey}`]
    office.settle({ tenant: `${letDecide(office.folder, signers, 'needed: 2')}\n    layout: submit-result` })
    const name = 'forget-26052018-b'
    const submit = (file: string): string => office.place(join('GDPR_Submit', file))
    const result = (file: string): string => office.place(join('GDPR_Result', file))
    for (const folder of [submit(''), result('')]) mkdirSync(folder)
    writeFileSync(submit(`${name}.json`), JSON.stringify(request))
    await office.lethe('run')
    for (const [place, by] of [
      [submit, office.rosa],
      [result, office.liam],
    ] as const) {
      const text = decisionText({ plan: planHashIn(result, name) })
      dropDecision(place, name, { text, signature: signedBy(by, text) })
    }
    await office.lethe('run')
    expect(office.left()).toBe(0)
  })
})
