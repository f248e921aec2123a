/** Folders and files that are swapped while they are looked at: only what was opened is read, and nobody else's. */

import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { readFileOnce } from '../../../src/platform/files/request-file.ts'
import { listRequests } from '../../../src/stages/intake/listing.ts'
import { makeFolder, opened } from './folder.ts'

const [name, maxBytes] = ['forget-25052018-a.json', 4096]

/** Two tenants with a request of the same name each. */
function twoTenants(): { readonly ours: string; readonly theirs: string } {
  const root = makeFolder()
  const [ours, theirs] = [join(root, 'ours'), join(root, 'theirs')]
  for (const [folder, whose] of [
    [ours, 'our'],
    [theirs, 'their'],
  ] as const) {
    mkdirSync(join(folder, 'GDPR_Submit'), { recursive: true })
    writeFileSync(join(folder, 'GDPR_Submit', name), `{"caseid":"${whose} request"}`)
  }
  return { ours, theirs }
}

async function textOf(path: string): Promise<string> {
  const reading = await readFileOnce(path, maxBytes)
  return reading.kind === 'read' ? new TextDecoder().decode(reading.bytes) : reading.kind
}

describe('after the folder was opened', () => {
  it.each([
    [
      'a link to another tenant’s',
      (at: string, theirs: string) => {
        symlinkSync(theirs, at)
      },
    ],
    [
      'another tenant’s folder itself',
      (at: string, theirs: string) => {
        renameSync(theirs, at)
      },
    ],
  ])('%s in its place is not listed, nor read', async (_what, swap) => {
    const { ours, theirs } = twoTenants()
    const folder = await opened(ours, 'submit-result')
    renameSync(join(ours, 'GDPR_Submit'), join(ours, 'moved'))
    swap(join(ours, 'GDPR_Submit'), join(theirs, 'GDPR_Submit'))
    writeFileSync(join(ours, 'GDPR_Submit', 'export-25052018-b.json'), '{}')
    const { candidates } = await listRequests(folder, maxBytes)
    expect(candidates.map(({ fileName }) => fileName)).toEqual([name])
    expect(await textOf(candidates[0]?.path ?? '')).toContain('our request')
  })

  it('a link in the place of a file that was listed is refused', async () => {
    const { ours, theirs } = twoTenants()
    const folder = await opened(ours, 'submit-result')
    const { candidates } = await listRequests(folder, maxBytes)
    renameSync(join(ours, 'GDPR_Submit', name), join(ours, 'moved.json'))
    symlinkSync(join(theirs, 'GDPR_Submit', name), join(ours, 'GDPR_Submit', name))
    expect(await textOf(candidates[0]?.path ?? '')).toBe('refused')
  })
})

describe('a link in place of', () => {
  it('the folder of requests, or of any folder above it, is not followed', async () => {
    const { ours, theirs } = twoTenants()
    const folder = await opened(ours, 'submit-result')
    await folder.close()
    renameSync(join(ours, 'GDPR_Submit'), join(ours, 'moved'))
    symlinkSync(join(theirs, 'GDPR_Submit'), join(ours, 'GDPR_Submit'))
    await expect(opened(ours, 'submit-result')).rejects.toMatchObject({ code: 'file' })
    renameSync(ours, `${ours}-moved`)
    symlinkSync(theirs, ours)
    await expect(opened(ours, 'submit-result')).rejects.toMatchObject({ code: 'file' })
    await expect(opened(join(ours, 'GDPR_Submit'))).rejects.toMatchObject({ code: 'file' })
  })
})
