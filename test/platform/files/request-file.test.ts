/** A request file is read whole and unchanged, or not at all. */

import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { inspectFile, readFileOnce } from '../../../src/platform/files/request-file.ts'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-files-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

describe('a request file', () => {
  it('is read with its bytes', async () => {
    const path = join(makeFolder(), 'a')
    for (const content of ['', 'Zoë', 'x'.repeat(300_000)]) {
      writeFileSync(path, content)
      const reading = await readFileOnce(path, 300_000)
      expect(reading.kind === 'read' && Buffer.from(reading.bytes).toString()).toBe(content)
    }
  })

  it('is not read above the limit', async () => {
    const path = join(makeFolder(), 'a')
    writeFileSync(path, 'four')
    expect(await readFileOnce(path, 3)).toMatchObject({ kind: 'refused', why: 'too-large' })
    expect(await readFileOnce(path, 4)).toMatchObject({ kind: 'read' })
  })

  it('is no link, folder, pipe or device', async () => {
    const folder = makeFolder()
    const at = (name: string) => join(folder, name)
    writeFileSync(at('file'), 'x')
    symlinkSync(at('file'), at('symbolic-link'))
    linkSync(at('file'), at('hard-link'))
    mkdirSync(at('directory'))
    execFileSync('mkfifo', [at('pipe')])
    for (const why of ['symbolic-link', 'hard-link', 'directory', 'pipe']) {
      expect(await inspectFile(at(why), 10)).toMatchObject({ kind: 'refused', why })
      expect(await readFileOnce(at(why), 10)).toMatchObject({ kind: 'refused', why })
    }
    expect(await readFileOnce('/dev/null', 10)).toMatchObject({ kind: 'refused', why: 'device' })
  })

  it('may be gone', async () => {
    expect(await readFileOnce(join(makeFolder(), 'none'), 10)).toEqual({ kind: 'gone' })
  })

  it('whose size does not tell the truth counts as changed', async () => {
    // The kernel says 0 bytes and gives more, as a file does that grows between the look and the reading.
    expect(await readFileOnce('/proc/self/status', 10)).toEqual({ kind: 'changed' })
  })
})
