/** A file that a job elsewhere takes is dropped once, whole, and by one rename. */

import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import {
  dropFile,
  dropState,
  prepareFile,
  removeDropped,
  removePrepared,
  renewFile,
} from '../../../src/platform/files/dropped-file.ts'
import { withFolder } from '../../support/databases.ts'

const name = 'forget-25052018-lethe-01.json'
const content = { text: '{}\n', mode: 0o640 }

test('is seen by nobody before, lies there whole afterwards, and is dropped no second time once it was taken', async () => {
  await withFolder(async (folder) => {
    await prepareFile(folder, name, content)
    expect(await dropState(folder, name)).toBe('prepared')
    expect(readdirSync(folder).filter((each) => each.endsWith('.json'))).toEqual([])
    await dropFile(folder, name)
    await dropFile(folder, name)
    expect(await dropState(folder, name)).toBe('dropped')
    expect([readFileSync(join(folder, name), 'utf8'), statSync(join(folder, name)).mode & 0o777]).toEqual([
      '{}\n',
      0o640,
    ])
    rmSync(join(folder, name))
    await dropFile(folder, name)
    expect([await dropState(folder, name), readdirSync(folder)]).toEqual(['taken', []])
  })
})

test('has another time once it is renewed, and none where it lies no more', async () => {
  await withFolder(async (folder) => {
    await prepareFile(folder, name, content)
    await dropFile(folder, name)
    const now = new Date('2018-05-26T01:02:03Z')
    expect(await renewFile(folder, name, now)).toBe(true)
    expect(statSync(join(folder, name)).mtime).toEqual(now)
    await removeDropped(folder, name)
    expect(await renewFile(folder, name, now)).toBe(false)
  })
})

test('is what it is called only as a file, and what was prepared under another name goes by its mark', async () => {
  await withFolder(async (folder) => {
    symlinkSync('/etc/hostname', join(folder, name))
    expect(await dropState(folder, name)).toBe('taken')
    await prepareFile(folder, 'forget-26052018-lethe-02.json', content)
    await prepareFile(folder, 'forget-26052018-lethe-03.json', content)
    writeFileSync(join(folder, '.lethe-abc.tmp'), 'half')
    await removePrepared(folder, '-lethe-02')
    expect(readdirSync(folder).sort()).toEqual(
      ['.forget-26052018-lethe-03.json.prepared', '.lethe-abc.tmp', name].sort(),
    )
    await prepareFile(folder, name, content)
    expect(readdirSync(folder)).not.toContain('.lethe-abc.tmp')
  })
})
