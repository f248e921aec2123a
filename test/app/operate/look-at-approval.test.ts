/** What `doctor` says of who may approve: nobody is surprised when something is held. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lookAtApproval } from '../../../src/app/operate/doctor/look-at-approval.ts'
import { defaultApproval, type ApprovalRules } from '../../../src/stages/planning/approval.ts'
import { newApprover } from '../../support/approvers.ts'
import { withFolder } from '../../support/databases.ts'

const sayings: readonly [what: string, rules: Partial<ApprovalRules>, people: number, said: RegExp | null][] = [
  ['the guard is off', { mode: 'never' }, 2, /the guard is off/],
  ['nobody may', { approvers: null }, 2, /nobody may release/],
  ['fewer may than have to', { needed: 3 }, 2, /fewer people may approve/],
  ['fewer may, with the account of the machine', { needed: 3, unsigned: true }, 1, /fewer people may approve/],
  ['one person could decide alone', { needed: 2, unsigned: true }, 2, /one person counts twice/],
  ['one approval is enough', { unsigned: true }, 1, null],
  ['there are as many as are needed', { needed: 2 }, 2, null],
  ['only accounts of the machine decide', { approvers: null, unsigned: true }, 0, null],
]

test.each(sayings)('where %s', async (_what, rules, people, said) => {
  await withFolder(async (folder) => {
    const approvers = join(folder, 'approvers')
    const lines = Array.from(
      { length: people },
      (_, i) => `p${i}@example.com ${newApprover(folder, `p${i}`).publicKey}`,
    )
    writeFileSync(approvers, lines.join('\n'))
    const complaints = await lookAtApproval({ approval: { ...defaultApproval, approvers, ...rules } })
    const messages = said === null ? [] : [expect.stringMatching(said)]
    expect(complaints.map(({ severity, message }) => [severity, message])).toEqual(
      messages.map((one) => ['warning', one]),
    )
  })
})
