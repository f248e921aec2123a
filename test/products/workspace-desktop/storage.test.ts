/** Where favorites are kept: which scenarios are supported, and what the location means as a pattern. */

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { matchesAny } from '../../../src/products/workspace-desktop/storage/globs.ts'
import { readRecordLocation } from '../../../src/products/workspace-desktop/storage/record-location.ts'
import { walkProfiles } from '../../../src/products/workspace-desktop/storage/walk.ts'
import { workspaceDesktop } from '../../../src/products/workspace-desktop/workspace-desktop.ts'
import type { WrittenWorkspaceSettings } from '../../../src/products/workspace-desktop/settings.ts'
import { withFolder } from '../../support/databases.ts'

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

  it('takes only the files that the settings name', async () => {
    expect(await found('north/agents/$Agent.UserName$', ['b.*'])).toContain('profile north/agents/P_ben/deep/b.xml')
    expect(await found('north/agents/$Agent.UserName$', ['*/B.XML'])).toEqual([
      'profile north/agents/P_ben/deep/b.xml',
      'leftover north/agents/p_ann/.lethe-abc123.tmp',
    ])
  })
})
