/** Where favorites are kept: which scenarios are supported, and what the location means as a pattern. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { matchesAny } from '../../../src/products/workspace-desktop/storage/globs.ts'
import { readRecordLocation } from '../../../src/products/workspace-desktop/storage/record-location.ts'
import { walkProfiles } from '../../../src/products/workspace-desktop/storage/walk.ts'
import { workspaceDesktop } from '../../../src/products/workspace-desktop/workspace-desktop.ts'
import type { WrittenWorkspaceSettings } from '../../../src/products/workspace-desktop/settings.ts'
import { withFolder } from '../../support/databases.ts'
import { annAlone, annsFavorite, eraseIn, findIn, leftIn, othersFavorite, profileOf, withSite } from './site.ts'

function problems(settings: WrittenWorkspaceSettings): readonly string[] {
  const told = workspaceDesktop.checkSettings?.(settings, ['cfg']) ?? []
  return told.map(({ pointer, message }) => `${pointer}: ${message}`)
}

describe('a storage scenario', () => {
  it('that the source lists as supported is accepted', () => {
    for (const code of ['UserName', 'FirstName', 'LastName', 'EmployeeId']) {
      expect(problems({ recordLocation: `/mnt/wde/$Agent.${code}$/profile` })).toEqual([])
    }
    expect(problems({ annex: { database: 'cfg' } })).toEqual([])
    expect(problems({ recordLocation: ' ', annex: { database: 'cfg' } })).toEqual([])
  })

  it('in the Windows user profile is refused, with the way out', () => {
    const [problem, ...more] = problems({ recordOptionLocallyOnly: true, recordLocation: '/mnt/wde/$Agent.UserName$' })
    expect(problem).toMatch(/^\/recordOptionLocallyOnly: .*record-option-locally-only` to false.*UserData/)
    expect(more).toEqual([])
  })

  it('with one path for all agents is refused, with the way out', () => {
    for (const recordLocation of ['/mnt/wde/favorites', '/mnt/wde/$Env.SITE$/favorites']) {
      const [problem] = problems({ recordLocation, environment: { site: 'north' } })
      expect(problem).toMatch(/^\/recordLocation: .*Agent\.UserName.*next login/)
    }
  })

  it('that nothing names, or names wrongly, is refused', () => {
    expect(problems({})).toEqual([expect.stringMatching(/say where favorites are kept/)])
    expect(problems({ recordLocation: '/mnt/$Agent.Nick$/$Agent.UserName$' })).toEqual([expect.stringMatching(/Nick/)])
    expect(problems({ recordLocation: '/mnt/$Env.SITE$/$Agent.UserName$' })).toEqual([expect.stringMatching(/`SITE`/)])
    expect(problems({ recordLocation: '\\\\files\\wde\\$Agent.UserName$' })).toEqual([expect.stringMatching(/mounted/)])
    expect(problems({ annex: { database: 'other' } })).toEqual([expect.stringMatching(/^\/annex\/database/)])
  })
})

describe('the record location', () => {
  const files = [
    'north/agents/p_ann/a.xml',
    'north/agents/P_ben/deep/b.xml',
    'north/agents/other/c.xml',
    'north/agents/p_file.xml',
    'south/agents/p_cleo/d.xml',
    'west/agents/p_dan/e.xml',
  ]

  async function found(location: string, patterns: readonly string[] = ['**']): Promise<readonly string[]> {
    return withFolder(async (folder) => {
      for (const file of files) {
        await mkdir(dirname(join(folder, file)), { recursive: true })
        await writeFile(join(folder, file), '<profile/>')
      }
      await writeFile(join(folder, 'north/agents/p_ann/.lethe-abc123.tmp'), 'half')
      const environment = { SITE: ['north', 'south'] }
      const names: string[] = []
      for (const one of readRecordLocation(`${folder}/${location}`, environment)) {
        for await (const { path, kind } of walkProfiles({ location: one, isProfile: matchesAny(patterns) })) {
          names.push(`${kind} ${path.slice(folder.length + 1)}`)
        }
      }
      return names
    })
  }

  it('takes every agent’s folder below every value of its variables, and nothing beside them', async () => {
    expect(await found('$Env.SITE$/agents/p_$Agent.UserName$')).toEqual([
      'profile north/agents/P_ben/deep/b.xml',
      'leftover north/agents/p_ann/.lethe-abc123.tmp',
      'profile north/agents/p_ann/a.xml',
      'profile south/agents/p_cleo/d.xml',
    ])
  })

  it('goes on below the agent’s folder where the pattern does', async () => {
    expect(await found('north/agents/$Agent.UserName$/deep')).toEqual(['profile north/agents/P_ben/deep/b.xml'])
  })

  it('takes patterns as everywhere else: alternatives, ranges, negations', async () => {
    const ben = 'profile north/agents/P_ben/deep/b.xml'
    expect(await found('north/agents/$Agent.UserName$', ['{a,{b,c}}.xml'])).toContain(ben)
    expect(await found('north/agents/$Agent.UserName$', ['[B-C].xml'])).toContain(ben)
    expect(await found('north/agents/$Agent.UserName$', ['!(a|p_*).xml'])).toContain(ben)
    expect(problems({ recordLocation: '/mnt/$Agent.UserName$', files: ['*', '[z-a]'] })).toEqual([
      expect.stringMatching(/^\/files\/1: is no pattern/),
    ])
  })

  it('takes only the files that the settings name', async () => {
    expect(await found('north/agents/$Agent.UserName$', ['b.*'])).toContain('profile north/agents/P_ben/deep/b.xml')
    expect(await found('north/agents/$Agent.UserName$', ['*/B.XML'])).toEqual([
      'profile north/agents/P_ben/deep/b.xml',
      'leftover north/agents/p_ann/.lethe-abc123.tmp',
    ])
  })
})

describe('each location of the environment', () => {
  const sites = (folder: string, more: WrittenWorkspaceSettings = {}): WrittenWorkspaceSettings => ({
    recordLocation: `${folder}/share/$Env.SITE$/$Agent.UserName$`,
    environment: { SITE: ['north', 'south'] },
    ...more,
  })

  it('must hold a profile: one whose share is not mounted fails the search and the check, by its name', () =>
    withSite(async (site) => {
      await site.write('north/bob/f.xml', profileOf(othersFavorite))
      await mkdir(join(site.root, 'south/ann'), { recursive: true })
      const session = await site.open()
      await expect(findIn(session, annAlone)).rejects.toThrow(`${site.root}/south`)
      expect(await session.check('export')).toContainEqual(
        expect.objectContaining({ severity: 'error', place: `${site.root}/south` }),
      )
      await site.write('south/ann/f.xml', profileOf(annsFavorite))
      expect((await findIn(session, annAlone)).filter(({ locator }) => locator !== null)).toHaveLength(1)
    }, sites))

  it.each<[string, WrittenWorkspaceSettings]>([
    ['all of them', { mayBeEmpty: true }],
    ['this one', { mayBeEmpty: ['south'] }],
  ])('may be empty where the settings say so of %s, which a note tells', async (_what, more) => {
    await withSite(
      async (site) => {
        await site.write('north/bob/f.xml', profileOf(othersFavorite))
        const session = await site.open()
        expect(await findIn(session, annAlone)).toMatchObject([{ locator: null }])
        expect(await session.check('forget')).toContainEqual(
          expect.objectContaining({ severity: 'warning', place: `${site.root}/south` }),
        )
      },
      (folder) => sites(folder, more),
    )
  })

  it('is asked for where a profile of its own is gone: another one’s profiles prove nothing', () =>
    withSite(async (site) => {
      await site.write('north/ann/f.xml', profileOf(annsFavorite))
      await site.write('south/bob/f.xml', profileOf(othersFavorite))
      const session = await site.open()
      const findings = await findIn(session, annAlone)
      await rename(join(site.root, 'north'), join(site.folder, 'elsewhere'))
      await mkdir(join(site.root, 'north'))
      await expect(eraseIn(session, findings)).rejects.toThrow(`${site.root}/north`)
    }, sites))
})

describe('names that are no UTF-8', () => {
  it.each(['m\u00fcller/f.xml', 'ann/\u00fc/f.xml', 'ann/pr\u00e4f.xml', '\u0082\u00a0/f.xml'])(
    'are opened as bytes, in the folders of agents and below: %s',
    async (name) => {
      await withSite(async (site) => {
        const path = Buffer.from(`${site.root}/${name}`, 'latin1')
        await mkdir(Buffer.from(path.subarray(0, path.lastIndexOf(0x2f))), { recursive: true })
        await writeFile(path, profileOf(annsFavorite, othersFavorite))
        const session = await site.open()
        const findings = await findIn(session, annAlone)
        expect(await eraseIn(session, findings)).toEqual({ erased: 1 })
        expect(await leftIn(session, annAlone, findings)).toBe(0)
        expect(await readFile(path, 'utf8')).toBe(profileOf('', othersFavorite))
      })
    },
  )
})
