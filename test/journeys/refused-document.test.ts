/** What a sender gets back of a document that was refused: every byte that means something to the sender. */

import { expect, test } from 'vitest'

import { withInfoMart } from '../support/info-mart-site.ts'

const members = ['"caseid":12345678901234567890', '"consumers":[{"consumer":[{"phone":1e999}]}]', '"consumers":[]']

test('a refused document comes back as it was written, with what stands in our own keys beside it', async () => {
  await withInfoMart(
    {},
    () => {},
    async ({ submit, lethe, answerTo }) => {
      submit('export-25052018-a', `{${members.join(',')},"result":{"x":1.10}}`)
      expect(await lethe('run')).toMatchObject({ code: 1 })
      const { text, problems, run } = answerTo('export-25052018-a')
      for (const member of members) expect(text).toContain(`  ${member},\n`)
      expect(text).toContain('"submitted": { "result":{"x":1.10} }')
      expect(problems.map(({ rule }) => rule)).toContain('duplicate-key')
      expect(run.outcome).toBe('rejected')
    },
  )
})
