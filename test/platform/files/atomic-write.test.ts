/** A file appears whole or not at all. */

import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import { createAtomically, removeLeftovers, writeAtomically } from '../../../src/platform/files/atomic-write.ts'

const options = { mode: 0o640, token: 'abc123' }

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lethe-atomic-'))
  path = join(folder, 'answer.json')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const text = (content: string) => writeAtomically(path, options, async (output) => void output.end(content))

describe('a file written atomically', () => {
  it('holds everything, in many pieces too, and nothing lies beside it', async () => {
    const pieces = Array.from({ length: 500 }, (_, n) => Buffer.alloc(10_000, n % 256))
    await writeAtomically(path, options, (output) => pipeline(Readable.from(pieces), output))
    expect(Buffer.concat(pieces).equals(await readFile(path))).toBe(true)
    expect(await readdir(folder)).toEqual(['answer.json'])
  })

  it('is not there under its name, and not readable for others, while it is written', async () => {
    await writeAtomically(path, options, async (output) => {
      output.write('half')
      expect(await readdir(folder)).toEqual(['.lethe-abc123.tmp'])
      expect((await lstat(join(folder, '.lethe-abc123.tmp'))).mode & 0o777).toBe(0o600)
      output.end()
    })
    expect(await readFile(path, 'utf8')).toBe('half')
  })

  it('has the access rights it was given, whatever the umask', async () => {
    for (const mode of [0o640, 0o600, 0o666]) {
      await writeAtomically(path, { ...options, mode }, async () => {})
      expect((await lstat(path)).mode & 0o777).toBe(mode)
    }
  })

  it('passes on what was returned while filling', async () => {
    expect(await writeAtomically(path, options, async () => 42)).toBe(42)
  })

  it('replaces a file that stands there', async () => {
    await writeFile(path, 'old')
    await text('new')
    expect(await readFile(path, 'utf8')).toBe('new')
  })

  it('replaces a symbolic link and leaves what it points to as it was', async () => {
    const victim = join(folder, 'victim')
    await writeFile(victim, 'precious')
    await symlink(victim, path)
    await text('new')
    expect(await readFile(victim, 'utf8')).toBe('precious')
    expect((await lstat(path)).isSymbolicLink()).toBe(false)
    expect(await readFile(path, 'utf8')).toBe('new')
  })

  it('does not write through a link that was laid under its temporary name', async () => {
    const victim = join(folder, 'victim')
    await writeFile(victim, 'precious')
    await symlink(victim, join(folder, '.lethe-abc123.tmp'))
    await expect(text('new')).rejects.toThrow(StepFailed)
    expect(await readFile(victim, 'utf8')).toBe('precious')
    expect(await readdir(folder)).toEqual(['.lethe-abc123.tmp', 'victim'])
  })
})

describe('a write that fails', () => {
  it('leaves the old file and no temporary one when filling breaks off', async () => {
    await writeFile(path, 'old')
    const broken = writeAtomically(path, options, async (output) => {
      output.write('half')
      throw new Error('the source broke off')
    })
    await expect(broken).rejects.toThrow('the source broke off')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['answer.json'])
  })

  it('is a failed step without the path in its message when the system refuses', async () => {
    await mkdir(path)
    const refused = text('new')
    await expect(refused).rejects.toMatchObject({ code: 'file', retryable: true })
    await expect(refused).rejects.not.toThrow(/answer\.json|lethe-atomic/)
    expect(await readdir(folder)).toEqual(['answer.json'])
  })

  it('is a failed step when the folder is gone', async () => {
    const gone = writeAtomically(join(folder, 'gone', 'answer.json'), options, async () => {})
    await expect(gone).rejects.toMatchObject({ code: 'file' })
  })
})

describe('a file created atomically', () => {
  const create = (content: string) => createAtomically(path, options, async (output) => void output.end(content))

  it('appears whole, and stays as it is when it is created again', async () => {
    await create('first')
    await create('second')
    expect(await readFile(path, 'utf8')).toBe('first')
    expect(await readdir(folder)).toEqual(['answer.json'])
  })
})

describe('leftovers of a killed process', () => {
  it('are removed, and nothing else is', async () => {
    await writeFile(join(folder, '.lethe-0a1b2c.tmp'), 'half')
    await writeFile(join(folder, '.lethe-9.tmp'), '')
    const others = ['.lethe.tmp', '.lethe-0a1b.json', 'x.lethe-0a1b.tmp', 'forget-01012026-a.json']
    for (const name of others) await writeFile(join(folder, name), '')
    await mkdir(join(folder, '.lethe-dead.tmp'))
    expect(await removeLeftovers(folder)).toBe(2)
    expect((await readdir(folder)).sort()).toEqual([...others, '.lethe-dead.tmp'].sort())
  })

  it('are none in a fresh folder', async () => {
    await chmod(folder, 0o700)
    expect(await removeLeftovers(folder)).toBe(0)
  })
})
