/** `lethe demo` ends as it promises, through the real watcher. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { playDemo } from '../../src/demo/demo.ts'
import type { DemoScene } from '../../src/demo/scene.ts'
import { withFolder } from '../support/databases.ts'

it('answers every sample, leaves strangers alone, finds nothing afterwards', { timeout: 120_000 }, async () => {
  await withFolder(async (folder) => {
    const scenes: DemoScene[] = []
    const tell = async (scene: DemoScene) => {
      scenes.push(scene)
    }
    const { signal } = new AbortController()
    expect(await playDemo({ directory: folder, signal, tell })).toBe(true)

    const changes = scenes.find((scene) => scene.kind === 'table' && scene.columns.includes('of anybody else'))
    const rows = changes?.kind === 'table' ? changes.rows : []
    expect(rows.length).toBeGreaterThan(5)
    for (const [table, , changed, others] of rows) expect({ table, changed, others }).toMatchObject({ others: '0' })
    expect(rows.filter(([, , changed]) => changed === '0')).toEqual([])

    const files = scenes.find((scene) => scene.kind === 'table' && scene.columns.includes('other lines'))
    const [log, ...profiles] = files?.kind === 'table' ? files.rows : []
    expect(log?.slice(0, 4)).toEqual(['logs/tserver.log', log?.[1], log?.[1], 'same'])
    expect(profiles).toHaveLength(2)
    for (const row of [log, ...profiles]) expect([row?.[5], row?.[7]]).toEqual(['0', '0'])

    const archive = scenes.find((scene) => scene.kind === 'table' && scene.title.includes('-archive.zip'))
    const entries = archive?.kind === 'table' ? archive.rows.map(([path]) => path) : []
    expect(entries).toContain('consumer-1/log-files/logs_tserver.log.csv')
    expect(entries).toContain('consumer-1/workspace-desktop/WDE_RECORD_LOCATION.csv')

    const responses = scenes.flatMap((scene) =>
      scene.kind === 'table' && scene.title.includes('case-1006') ? scene.rows.map(([, , response]) => response) : [],
    )
    expect(responses).toEqual([expect.stringMatching(/^ERROR: held: .* of \d+ different people/), 'SUCCESS'])
    const plan = scenes.find((scene) => scene.kind === 'text' && scene.text.includes('-plan.json'))
    expect(plan).toMatchObject({ text: expect.stringContaining('"values": 12') })

    const answers = await readdir(join(folder, 'sftp', 'acme'))
    expect(answers.filter((name) => name.endsWith('-execution-log.json'))).toHaveLength(6)
    expect(answers.filter((name) => name.endsWith('-archive.zip'))).toHaveLength(2)
    expect(await readdir(join(folder, 'sftp', 'orion', 'GDPR_Result'))).toEqual([])
  })
})
