/** What of a folder is taken as a request, and what is refused without being opened. */

import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import { inputFolderOf } from '../../../src/stages/intake/input-folder.ts'
import { inspectEntry, listRequests } from '../../../src/stages/intake/listing.ts'

import { makeFolder, opened } from './folder.ts'

const maxBytes = 1024

async function refusals(folder: string): Promise<Readonly<Record<string, string>>> {
  const { refused } = await listRequests(await opened(folder), maxBytes)
  return Object.fromEntries(refused.map(({ fileName, problem }) => [fileName, problem.rule]))
}

describe('the listing of an input folder', () => {
  it('has the request files by name and leaves everything else alone', async () => {
    const folder = makeFolder()
    const names = [
      'forget-25052018-b.json',
      'forget-25052018-a.json',
      'export-20180525_1.json',
      'Forget-today.json',
      'forget-25052018-a-execution-log.json',
      'export-20180525_1-archive.zip',
      'notes.txt',
      'settings.json',
      '.lethe-abc.tmp',
    ]
    for (const name of names) writeFileSync(join(folder, name), '{}')
    const { candidates, refused } = await listRequests(await opened(folder), maxBytes)
    expect(candidates.map(({ fileName, name }) => [fileName, name.ok])).toEqual([
      ['Forget-today.json', false],
      ['export-20180525_1.json', true],
      ['forget-25052018-a.json', true],
      ['forget-25052018-b.json', true],
    ])
    expect(refused).toEqual([])
    expect(readdirSync(folder)).toHaveLength(names.length)
  })

  it('refuses links, folders, pipes and sockets', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'secret.txt'), '{}')
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'forget-25052018-link.json'))
    symlinkSync(join(folder, 'missing'), join(folder, 'forget-25052018-dangling.json'))
    mkdirSync(join(folder, 'forget-25052018-folder.json'))
    execFileSync('mkfifo', [join(folder, 'forget-25052018-pipe.json')])
    const server = createServer()
    onTestFinished(() => {
      server.close()
    })
    await new Promise<void>((listening) => server.listen(join(folder, 'forget-25052018-socket.json'), listening))
    expect(await refusals(folder)).toEqual({
      'forget-25052018-dangling.json': 'not-a-file',
      'forget-25052018-folder.json': 'not-a-file',
      'forget-25052018-link.json': 'not-a-file',
      'forget-25052018-pipe.json': 'not-a-file',
      'forget-25052018-socket.json': 'not-a-file',
    })
  })

  it('leaves what is too large to the last look, and what the name does not say', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'forget-25052018-large.json'), ' '.repeat(2000))
    const { candidates, refused } = await listRequests(await opened(folder), maxBytes)
    expect(candidates.map(({ fileName, seen }) => [fileName, seen])).toEqual([['forget-25052018-large.json', null]])
    expect(refused).toEqual([])
  })

  it('tells names apart that are no text, and opens none', async () => {
    const folder = makeFolder()
    for (const byte of [0xfe, 0xff]) {
      const name = Buffer.concat([Buffer.from(`${folder}/forget-25052018-`), Buffer.from([byte]), Buffer.from('.json')])
      writeFileSync(name, '{}')
    }
    const { candidates, refused } = await listRequests(await opened(folder), maxBytes)
    expect(candidates).toEqual([])
    expect(refused.map(({ problem, answerable }) => [problem.rule, answerable])).toEqual([
      ['file-name', false],
      ['file-name', false],
    ])
    expect(new Set(refused.map(({ fingerprint }) => fingerprint)).size).toBe(2)
  })

  it('refuses names that nothing can be named after', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'forget-25052018-\u001b[2J.json'), '{}')
    writeFileSync(join(folder, `forget-25052018-${'x'.repeat(200)}.json`), '{}')
    const { candidates, refused } = await listRequests(await opened(folder), maxBytes)
    expect(candidates).toEqual([])
    expect(refused.map(({ problem, answerable }) => [problem.rule, answerable])).toEqual([
      ['file-name', false],
      ['file-name', false],
    ])
  })

  it('knows a refused entry again by its fingerprint until it changes', async () => {
    const folder = makeFolder()
    const path = join(folder, 'forget-25052018-\u0007.json')
    const fingerprint = async () => (await listRequests(await opened(folder), maxBytes)).refused[0]?.fingerprint
    writeFileSync(path, ' '.repeat(2000))
    const first = await fingerprint()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await fingerprint()).toBe(first)
    mkdirSync(join(folder, 'unrelated'))
    expect(await fingerprint()).toBe(first)
    writeFileSync(path, 'more')
    expect(await fingerprint()).not.toBe(first)
  })

  it('leaves a hard link to the last look, since an upload may end with one', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'upload.part'), '{}')
    linkSync(join(folder, 'upload.part'), join(folder, 'forget-25052018-linked.json'))
    const { candidates } = await listRequests(await opened(folder), maxBytes)
    expect(candidates).toHaveLength(1)
  })

  it('looks into the documented folder when input and output are apart, and never through a link there', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'GDPR_Submit'))
    writeFileSync(join(folder, 'forget-25052018.json'), '{}')
    writeFileSync(join(folder, 'GDPR_Submit', 'export-20180525_1.json'), '{}')
    expect(inputFolderOf(folder, 'submit-result')).toBe(join(folder, 'GDPR_Submit'))
    const { candidates } = await listRequests(await opened(folder, 'submit-result'), maxBytes)
    expect(candidates.map(({ fileName }) => fileName)).toEqual(['export-20180525_1.json'])

    const other = makeFolder()
    symlinkSync(folder, join(other, 'GDPR_Submit'))
    await expect(opened(other, 'submit-result')).rejects.toThrow(StepFailed)
  })

  it('fails without naming the folder when there is none', async () => {
    const folder = join(makeFolder(), 'jane-doe')
    const failure: unknown = await opened(folder).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StepFailed)
    expect(String(failure)).not.toContain('jane-doe')
  })

  it('changes nothing about a file, not even the time it was read', async () => {
    const folder = makeFolder()
    const path = join(folder, 'forget-25052018.json')
    writeFileSync(path, '{}')
    const before = statSync(path)
    await inspectEntry(path, maxBytes)
    expect(statSync(path)).toEqual(before)
    expect(await inspectEntry(join(folder, 'forget-25052018-gone.json'), maxBytes)).toBeNull()
  })
})
