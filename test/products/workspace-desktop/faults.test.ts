/** What goes wrong on a share: every fault leaves the right outcome and nothing half written, and the next pass finishes. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import { reasonsOf } from '../../support/effects.ts'
import {
  ann,
  annAlone,
  annsFavorite,
  eraseIn,
  findIn,
  forgetIn,
  leftIn,
  othersFavorite,
  person,
  profileOf,
  recordedOf,
  runContext,
  type Site,
  withSite,
} from './site.ts'

const both = profileOf(annsFavorite, othersFavorite)
const without = profileOf('', othersFavorite)

async function failureOf(work: Promise<unknown>): Promise<StepFailed> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StepFailed)) throw new Error('no StepFailed')
  return error
}

async function filesIn(site: Site): Promise<readonly string[]> {
  return (await readdir(site.folder, { recursive: true })).filter((name) => name.includes('.tmp'))
}

describe('between finding and erasing', () => {
  it('a profile that is gone with its agent needs no erasing', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      await site.write('b/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      await rm(join(site.root, 'a'), { recursive: true })
      expect(await eraseIn(session, findings)).toEqual({ erased: 2 })
      expect(await site.read('b/p.xml')).toBe(without)
      expect(await leftIn(session, annAlone, findings)).toBe(0)
    }))

  it('a share that is gone, or not mounted, is a failure and not a success', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      const elsewhere = join(site.folder, 'elsewhere')
      await rename(site.root, elsewhere)
      expect(await failureOf(eraseIn(session, findings))).toMatchObject({ code: 'file', retryable: true })
      expect((await session.check('forget')).some(({ severity }) => severity === 'error')).toBe(true)
      // The mount point without the share.
      await mkdir(site.root)
      expect(await failureOf(eraseIn(session, findings))).toMatchObject({ code: 'file', retryable: true })
      expect(await failureOf(findIn(session, annAlone))).toMatchObject({ code: 'file', retryable: true })
      await rm(site.root, { recursive: true })
      await rename(elsewhere, site.root)
      expect(await eraseIn(session, findings)).toEqual({ erased: 1 })
      expect(await site.read('a/p.xml')).toBe(without)
    }))

  it('a favorite that moved within its profile is found there by its text', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      const more = '<Favorite Name="Newly added" Phone="+1 212 555 0150"/>'
      await site.write('a/p.xml', profileOf(more, othersFavorite, annsFavorite))
      await eraseIn(session, findings)
      expect(await site.read('a/p.xml')).toBe(profileOf(more, othersFavorite, ''))
    }))

  it('a favorite that was changed is not erased by its place: verification sees it, a further round records it', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      const changed = profileOf('<Favorite Name="Ann S." Phone="(212) 555-0142"/>', othersFavorite)
      await site.write('a/p.xml', changed)
      await eraseIn(session, findings)
      expect(await site.read('a/p.xml')).toBe(changed)
      expect(await leftIn(session, annAlone, findings)).toBe(1)
      const again = await findIn(session, annAlone)
      expect(again[0]?.locator).toBe(findings[0]?.locator)
      await eraseIn(session, [...findings, ...again])
      expect(await site.read('a/p.xml')).toBe(without)
      expect(await leftIn(session, annAlone, [...findings, ...again])).toBe(0)
    }))

  it('of two favorites with the same text both go, and one that nobody recorded stays', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', profileOf(annsFavorite, annsFavorite))
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      expect(findings).toHaveLength(2)
      await site.write('a/p.xml', profileOf(annsFavorite, annsFavorite, annsFavorite))
      await eraseIn(session, findings)
      expect(await site.read('a/p.xml')).toBe(profileOf('', '', annsFavorite))
    }))
})

describe('a profile', () => {
  it('that another process holds is deferred, the others are done, and the next pass finishes it', () =>
    withSite(async (site) => {
      const path = await site.write('a/p.xml', both)
      await site.write('b/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      // A running program may not be written to: what a share says of a file that another machine has open.
      await unlink(path)
      await copyFile('/bin/sleep', path)
      const holder = spawn(path, ['60'])
      await once(holder, 'spawn')
      try {
        expect(await eraseIn(session, findings)).toEqual({ erased: 1, held: 1 })
        const again = session.erase(recordedOf(findings), runContext('forget'))
        expect(await reasonsOf(again)).toEqual(['a profile is held by another process'])
        expect(await site.read('b/p.xml')).toBe(without)
      } finally {
        holder.kill()
        await once(holder, 'exit')
      }
      await unlink(path)
      await site.write('a/p.xml', both)
      expect(await eraseIn(session, findings)).toEqual({ erased: 2 })
      expect(await filesIn(site)).toEqual([])
    }))

  it('that is read-only is deferred with its reason, the others are done, and the next pass finishes it', () =>
    withSite(async (site) => {
      const path = await site.write('a/p.xml', both)
      await site.write('b/p.xml', both)
      await chmod(path, 0o444)
      const session = await site.open()
      const complaints = await session.check('forget')
      expect(complaints.map(({ severity, message }) => `${severity} ${message}`)).toContainEqual(
        expect.stringMatching(/^warning 1 of the first .* may not be changed/),
      )
      const findings = await findIn(session, annAlone)
      expect(await eraseIn(session, findings)).toEqual({ erased: 1, held: 1 })
      const again = session.erase(recordedOf(findings), runContext('forget'))
      expect(await reasonsOf(again)).toEqual([expect.stringMatching(/may not be changed/)])
      expect([await site.read('a/p.xml'), await site.read('b/p.xml')]).toEqual([both, without])
      expect(await leftIn(session, annAlone, findings)).toBe(1)
      await chmod(path, 0o644)
      expect(await eraseIn(session, findings)).toEqual({ erased: 2 })
      expect(await leftIn(session, annAlone, findings)).toBe(0)
    }))

  it('that is half written is an error that names no agent, and nothing is passed over', () =>
    withSite(async (site) => {
      await site.write('agent.one/p.xml', both)
      await site.write('agent.two/p.xml', both.slice(0, 60))
      const session = await site.open()
      const failure = await failureOf(findIn(session, annAlone))
      expect(failure).toMatchObject({ code: 'file', retryable: true })
      expect(failure.message).toMatch(/1 of 2 profiles .*number 2 in the order of the paths: it is not XML at line \d/)
      expect(failure.message).not.toMatch(/agent|Ann|555/)
      await site.write('agent.two/p.xml', both)
      await forgetIn(session, annAlone)
      expect([await site.read('agent.one/p.xml'), await site.read('agent.two/p.xml')]).toEqual([without, without])
    }))

  it.each([
    ['JSON that ends early', '{"Favorites": [{"Phone": "2125550142"}'],
    ['JSON with a comment', '{"Favorites": [] /* Phone 2125550142 */}'],
    ['text that is no pairs', 'Favorites.1.Phone=2125550142\nnonsense\n'],
    ['bytes that are no UTF-8', Buffer.from('3c703e2ffe3c2f703e', 'hex')],
    ['half a character of UTF-16', Buffer.from('fffe3c007000', 'hex').subarray(0, 5)],
    ['an encoding nobody reads', '<?xml version="1.0" encoding="EBCDIC-CP-US"?><p/>'],
    ['an entity of its own', '<!DOCTYPE p [<!ENTITY a "2125550142">]><p><Favorite Phone="&a;"/></p>'],
  ])('of %s is an error', (_name, content) =>
    withSite(async (site) => {
      await site.write('a/p', content)
      await site.write('b/p.xml', both)
      expect(await failureOf(findIn(await site.open(), annAlone))).toMatchObject({ code: 'file' })
    }),
  )

  it('that breaks after it was recorded fails, while the others are done', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      await site.write('b/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      await site.write('a/p.xml', both.slice(0, 60))
      expect(await failureOf(eraseIn(session, findings))).toMatchObject({ code: 'file', retryable: true })
      expect(await site.read('b/p.xml')).toBe(without)
    }))

  it('behind a symbolic link is an error, never followed', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const outside = join(site.folder, 'outside.xml')
      await writeFile(outside, both)
      await symlink(outside, join(site.root, 'a/q.xml'))
      expect((await failureOf(findIn(await site.open(), annAlone))).message).toMatch(/symbolic link/)
    }))

  it.each(['utf-16le', 'utf-16be'] as const)('in %s keeps its encoding and its mark', (encoding) =>
    withSite(async (site) => {
      const encoded = (text: string): Buffer => {
        const bytes = Buffer.from(
          `\ufeff${text.replace('?>', ' encoding="utf-16"?>').replace('Bob', 'Bőb 😀')}`,
          'utf16le',
        )
        return encoding === 'utf-16be' ? bytes.swap16() : bytes
      }
      await site.write('a/p.xml', encoded(both))
      await forgetIn(await site.open(), annAlone)
      expect(await readFile(join(site.root, 'a/p.xml'))).toEqual(encoded(without))
    }),
  )

  it('keeps its owner, mode and times', () =>
    withSite(async (site) => {
      const path = await site.write('a/p.xml', both)
      if (process.getuid?.() === 0) await chown(path, 1234, 1235)
      await chmod(path, 0o664)
      await utimes(path, 1_500_000_000.25, 1_500_000_100.5)
      const before = await stat(path)
      await forgetIn(await site.open(), annAlone)
      const after = await stat(path)
      expect(await site.read('a/p.xml')).toBe(without)
      for (const key of ['uid', 'gid', 'mode', 'mtimeMs', 'nlink'] as const) expect(after[key], key).toBe(before[key])
    }))

  it('whose path is longer than a FACT_ID is erased all the same', () =>
    withSite(async (site) => {
      const name = `a/${'f'.repeat(120)}/${'g'.repeat(120)}/${'h'.repeat(60)}.xml`
      await site.write(name, both)
      await site.write('a/~p.xml', both)
      const findings = await forgetIn(await site.open(), annAlone)
      expect(Math.max(...findings.map(({ locator }) => locator?.length ?? 0))).toBeLessThanOrEqual(255)
      expect([await site.read(name), await site.read('a/~p.xml')]).toEqual([without, without])
    }))

  it('of nothing but favorites is empty in the end, and no error at the next pass', () =>
    withSite(async (site) => {
      await site.write('a/p.cfg', 'Favorites.1.Phone=2125550142\n')
      const session = await site.open()
      await forgetIn(session, annAlone)
      expect(await site.read('a/p.cfg')).toBe('')
      expect((await findIn(session, annAlone)).map(({ locator }) => locator)).toEqual([null])
    }))

  it('is not reached through a path of the history that leads elsewhere', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const outside = join(site.folder, 'outside.xml')
      await writeFile(outside, both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      const led = findings.map((finding) => ({ ...finding, locator: '../outside.xml#38' }))
      await eraseIn(session, led)
      expect((await stat(outside)).size).toBe(both.length)
      expect(await site.read('a/p.xml')).toBe(both)
    }))
})

describe('a writing that was killed', () => {
  it('leaves a copy that the next check removes', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      await site.write('a/.lethe-0a1b2c.tmp', both)
      const session = await site.open()
      expect(await findIn(session, annAlone)).toHaveLength(1)
      await session.check('forget')
      expect(await filesIn(site)).toEqual([])
    }))
})

// Ten thousand of them are measured by bench/profiles.ts.
describe('hundreds of profiles', () => {
  it('are searched, cleaned and searched again', () =>
    withSite(async (site) => {
      const strangers = Array.from({ length: 20 }, (_, i) => `<Favorite Name="N${i}" Phone="+1 303 555 01${i + 10}"/>`)
      for (let n = 0; n < 500; n++) {
        const favorites = n % 10 === 0 ? [...strangers, annsFavorite] : strangers
        await site.write(`agent${n}/p.xml`, profileOf(...favorites))
      }
      const crowd = Array.from(
        { length: 200 },
        (_, i) => ['phone', `+1 415 555 ${String(i).padStart(4, '0')}`] as const,
      )
      const subjects = person(['phone', ann.phone], ['email', ann.email], ...crowd)
      const session = await site.open()
      const findings = await forgetIn(session, subjects)
      expect(findings.filter(({ content }) => content !== null)).toHaveLength(50)
      expect(await findIn(session, person(['phone', ann.phone]))).toMatchObject([{ locator: null }])
    }))
})
