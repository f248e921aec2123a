/** What result files tell of requests, whatever their layout is: by the name of the request, and by patterns. */

import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { toldResults } from '../../../src/platform/files/told-results.ts'
import { defaults } from '../../../src/products/intelligent-automation/settings.ts'
import { withFolder } from '../../support/databases.ts'

const [one, two] = ['forget-25052018-lethe-01', 'export-25052018-lethe-02'] as const
const rules = { names: '*.txt', success: defaults.success, failure: defaults.failure }

/** Files in the order in which they were written. */
async function verdicts(files: Readonly<Record<string, string | Buffer>>): Promise<Readonly<Record<string, string>>> {
  return await withFolder(async (folder) => {
    for (const [n, [name, text]] of Object.entries(files).entries()) {
      writeFileSync(join(folder, name), text)
      utimesSync(join(folder, name), 1000 + n, 1000 + n)
    }
    const told = await toldResults({ ...rules, folder }, [one, two], new AbortController().signal)
    return Object.fromEntries([...told].map(([request, { verdict }]) => [request, verdict]))
  })
}

describe('a result', () => {
  test.each([
    [`${one}.json SUCCESS`, 'success'],
    [`Processed ${one}.json successfully`, 'success'],
    [`${one}.json: unsuccessful`, 'failure'],
    [`${one}.json: not successful`, 'failure'],
    [`${one}.json success=false`, 'failure'],
    [`{"file":"${one}.json","success": false}`, 'failure'],
    [`${one}.json: success, 1 error`, 'failure'],
    [`${one}.json: 0 successful`, 'failure'],
    [`${one}.json: done`, 'unknown'],
    [`File: ${one}.json\nStatus: SUCCESS`, 'success'],
    [`File: ${one}.json\nFile: forget-01012018-other.json\nStatus: SUCCESS`, 'unknown'],
  ])('%j is told as it is meant', async (text, verdict) => {
    expect(await verdicts({ 'a.txt': text })).toEqual({ [one]: verdict })
  })

  test('in a file that bears the name of the request is all of the file', async () => {
    expect(await verdicts({ [`${one}-result.txt`]: 'Status: SUCCESS' })).toEqual({ [one]: 'success' })
  })

  test('that was told later counts, and others are not its own', async () => {
    const files = { 'a.txt': `${one}: FAILED\n${two}: SUCCESS`, 'b.txt': `${one}: SUCCESS`, 'c.log': `${two}: FAILED` }
    expect(await verdicts(files)).toEqual({ [one]: 'success', [two]: 'success' })
  })

  test('of nobody that was asked for is none', async () => {
    expect(await verdicts({ 'a.txt': 'all requests: SUCCESS\nforget-25052018-lethe-011: SUCCESS' })).toEqual({})
  })

  test('is read in the wide encoding of Windows too', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${one}: SUCCESS`, 'utf16le')])
    expect(await verdicts({ 'a.txt': wide })).toEqual({ [one]: 'success' })
  })
})

test('a folder that is not there is a failure, not silence', async () => {
  const missing = { ...rules, folder: '/nowhere/at/all' }
  await expect(toldResults(missing, [], new AbortController().signal)).rejects.toThrow()
})
