/** Favorites that a running Workspace writes back: forgotten again for a while, by fingerprints that tell nobody anything. */

import { readFile, readdir, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Clock } from '../../../src/platform/time/clock.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { searchFor } from '../../support/canaries.ts'
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
  returnedIn,
  withSite,
  type Site,
} from './site.ts'

const both = profileOf(annsFavorite, othersFavorite)
const without = profileOf('', othersFavorite)
const day = 86_400

function clockAt(seconds: number): Clock {
  return { ...systemClock, epochSeconds: () => seconds, now: () => new Date(seconds * 1000) }
}

async function bytesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const places = new Map<string, Buffer>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    places.set(`name ${entry.name}`, Buffer.from(entry.name))
    if (entry.isFile()) places.set(path, await readFile(path))
  }
  return places
}

async function forgotten(site: Site, at = 1_000_000): Promise<void> {
  await site.write('a/p.xml', both)
  const session = await site.open(clockAt(at))
  await forgetIn(session, person(['phone', ann.phone], ['email', ann.email]))
  await session.close()
}

describe('a favorite that was written back', () => {
  it('is found without being told whom to look for, in any spelling, and erased again', () =>
    withSite(async (site) => {
      await forgotten(site)
      const spelled = '<Favorite Name="A." Phone="+1 (212) 555.0142 x"/>'
      const mailed = '<Favorite Email="Ann &lt;ANN@example.com&gt;"/>'
      const longer = '<Favorite Phone="0012125550142"/>'
      await site.write('a/p.xml', profileOf(annsFavorite, spelled, othersFavorite, mailed, longer))
      const session = await site.open(clockAt(1_000_000 + day))
      const findings = await returnedIn(session)
      expect(findings.map(({ content }) => content)).toEqual([annsFavorite, spelled, mailed, longer])
      expect(new Set(findings.map(({ owner }) => owner.subjectKey))).toEqual(new Set(['0.consumer-1']))
      await eraseIn(session, findings)
      expect(await site.read('a/p.xml')).toBe(profileOf('', '', othersFavorite, '', ''))
      expect(await leftIn(session, [], findings)).toBe(0)
      expect(await returnedIn(session)).toEqual([])
    }))

  it('is found also when there was none at the time: it stood in a running Workspace alone', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', profileOf(othersFavorite))
      await forgetIn(await site.open(), annAlone)
      await site.write('a/p.xml', both)
      expect(await returnedIn(await site.open())).toHaveLength(1)
    }))

  it('is found when only what was recorded could be erased, the request file being gone', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const findings = await findIn(await site.open(), annAlone)
      await eraseIn(await site.open(), findings)
      await site.write('a/p.xml', both)
      expect(await returnedIn(await site.open())).toHaveLength(1)
    }))

  it('is left to its time: after `repeatDays` it is nobody’s, and a repetition does not make it longer', () =>
    withSite(
      async (site) => {
        await forgotten(site)
        await site.write('a/p.xml', both)
        const later = await site.open(clockAt(1_000_000 + 9 * day))
        await eraseIn(later, await returnedIn(later))
        expect(await site.read('a/p.xml')).toBe(without)
        await site.write('a/p.xml', both)
        expect(await returnedIn(await site.open(clockAt(1_000_000 + 10 * day + 1)))).toEqual([])
        expect(await readFile(await listIn(site), 'utf8')).toContain('"entries":[]')
      },
      () => ({ repeatDays: 10 }),
    ))

  it('is kept in mind longer by a new request', () =>
    withSite(
      async (site) => {
        await forgotten(site)
        await forgotten(site, 1_000_000 + 5 * day)
        await site.write('a/p.xml', both)
        expect(await returnedIn(await site.open(clockAt(1_000_000 + 12 * day)))).not.toEqual([])
      },
      () => ({ repeatDays: 10 }),
    ))

  it('is not looked for by a site that does not want it, nor after an export or a later verification', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      await session.close()
      await leftIn(await site.open(), annAlone, findings)
      expect(await returnedIn(await site.open())).toEqual([])
      expect(await readdir(site.folder)).toEqual(['share'])
    }))
})

describe('the forget list', () => {
  it('holds nothing of anybody, in no form, and is for Lethe’s user alone', () =>
    withSite(async (site) => {
      await forgotten(site)
      const places = await bytesBelow(site.state)
      expect([...places.keys()].length).toBeGreaterThan(5)
      expect(searchFor([ann.phone, '2125550142', ann.email, 'agent'], places).leaks).toEqual([])
      for (const folder of [site.state, join(site.state, 'workspace-desktop')]) {
        expect((await stat(folder)).mode & 0o777).toBe(0o700)
      }
      for (const name of ['secret', (await listIn(site)).split('/').at(-1) ?? '']) {
        expect((await stat(join(site.state, 'workspace-desktop', name))).mode & 0o777).toBe(0o600)
      }
    }))

  it('of another installation has other fingerprints', () =>
    withSite(async (one) => {
      await forgotten(one)
      await withSite(async (other) => {
        await forgotten(other)
        expect(await readFile(await listIn(one), 'utf8')).not.toBe(await readFile(await listIn(other), 'utf8'))
      })
    }))

  it('is no use without its secret, and says so', () =>
    withSite(async (site) => {
      await forgotten(site)
      await unlink(join(site.state, 'workspace-desktop/secret'))
      await expect(returnedIn(await site.open(clockAt(1_000_001)))).rejects.toThrow(/another secret/)
    }))

  it('that was damaged is an error', () =>
    withSite(async (site) => {
      await forgotten(site)
      await writeFile(await listIn(site), '{"version": 1, "ent')
      await expect(returnedIn(await site.open(clockAt(1_000_001)))).rejects.toThrow(/forget list cannot be read/)
    }))
})

describe('the execution log of a forget', () => {
  it('bears the documented name, in the tenant’s time, and says what came of it as counts', () =>
    withSite(async (site) => {
      await forgotten(site, Date.parse('2018-05-25T23:04:05Z') / 1000)
      const folder = join(site.state, 'workspace-desktop/logs')
      expect(await readdir(folder)).toEqual(['wde_gdpr_compliance-25052018_190405-execution-log'])
      const text = await readFile(join(folder, 'wde_gdpr_compliance-25052018_190405-execution-log'), 'utf8')
      expect(text).toMatch(/^run: run-1\n[\s\S]*found: 1\n.*removed: 1\n.*left: 0\nresult: success\n$/)
    }))

  it('is the same, and not there twice, when the process ended before its end was noted and another goes on', () =>
    withSite(async (site) => {
      await site.write('a/p.xml', both)
      const first = await site.open(clockAt(1_527_289_445))
      const findings = await findIn(first, annAlone, 'forget')
      for (const [session, erases] of [
        [first, 1],
        [await site.open(clockAt(1_527_289_500)), 2],
      ] as const) {
        for (let n = 0; n < erases; n++) await eraseIn(session, findings)
        await leftIn(session, annAlone, findings)
        await session.close()
      }
      const folder = join(site.state, 'workspace-desktop/logs')
      const [name = '', ...more] = await readdir(folder)
      expect(more).toEqual([])
      expect(await readFile(join(folder, name), 'utf8')).toMatch(/found: 1\n.*removed: 1\n/)
    }))

  it('tells why it failed, and stands where the settings want it', () =>
    withSite(
      async (site) => {
        await site.write('a/p.xml', both.slice(0, 60))
        const session = await site.open(clockAt(1_527_289_445))
        await expect(findIn(session, annAlone, 'forget')).rejects.toThrow()
        await session.close()
        await session.close()
        const [name = '', ...more] = await readdir(join(site.folder, 'logs'))
        expect(more).toEqual([])
        const text = await readFile(join(site.folder, 'logs', name), 'utf8')
        expect(text).toMatch(/error: 1 of 1 profiles could not be evaluated.*\nresult: fail\n$/)
      },
      (folder) => ({ logFolder: join(folder, 'logs') }),
    ))
})

async function listIn(site: Site): Promise<string> {
  const folder = join(site.state, 'workspace-desktop')
  const [name = ''] = (await readdir(folder)).filter((one) => one.startsWith('forget-list-'))
  return join(folder, name)
}
