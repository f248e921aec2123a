/** Addresses in properties files of Pulse Advisors: what goes, what stays, and what is said of it. */

import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync, mkdirSync, chmodSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { pulseAdvisors } from '../../../src/products/pulse-advisors/pulse-advisors.ts'
import { problemsOf, type PulseAdvisorsSettings } from '../../../src/products/pulse-advisors/settings.ts'
import { tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { withFolder } from '../../support/databases.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'

function employee(username: string): readonly Subject[] {
  const parsed = parseIdentifier('username', username, { country: 'US', form: 'on-premises' })
  const identifiers = parsed.ok ? [parsed.identifier] : []
  return [{ key: '1.employee-1', type: 'employee', identifiers, attachedKeys: [] }]
}

interface Forgotten {
  readonly text: string
  readonly fates: object
  readonly told: readonly string[]
  readonly left: number
}

async function forget(before: string, username: string, more: Partial<PulseAdvisorsSettings> = {}): Promise<Forgotten> {
  return await withFolder(async (folder) => {
    const path = join(folder, 'XMLGen.properties')
    writeFileSync(path, before, 'latin1')
    chmodSync(path, 0o640)
    const settings = { properties: [{ path }], ...more }
    const session = await pulseAdvisors.open(settings, tenant, toolsWithoutDatabase())
    const subjects = employee(username)
    const findings = await findingsOf(session.find(subjects, run()))
    const fates = await fatesOf(session.erase(recordedOf(findings), run()))
    const left = await session.verify(subjects, recordedOf(findings), run())
    expect(lstatSync(path).mode & 0o777).toBe(0o640)
    return { text: readFileSync(path, 'latin1'), fates, told: session.unjudged?.() ?? [], left: left.length }
  })
}

const key = 'connectionFailureRetryParams.supportEmail'

describe('an address in a properties file', () => {
  test.each([
    [`${key}=john.doe@example.com\n`, `${key}=\n`],
    [`a=1\r\n${key} = john.doe@example.com,jane@example.com\r\nb=2`, `a=1\r\n${key} = jane@example.com\r\nb=2`],
    [`${key}: jane@example.com ; JOHN.DOE@Example.com\n`, `${key}: jane@example.com\n`],
    [`${key}=x@example.com, john.doe@example.com, y@example.com`, `${key}=x@example.com, y@example.com`],
    [`${key}=john.doe@example.com,john.doe@example.com;z@example.com`, `${key}=z@example.com`],
  ])('goes with the separator that it needed, and nothing else does: %j', async (before, after) => {
    expect(await forget(before, 'john.doe@example.com')).toEqual({
      text: after,
      fates: { erased: expect.any(Number) },
      told: ['`XMLGen.properties` was changed: restart the module that reads it'],
      left: 0,
    })
  })

  test.each([
    `${key}=johnjohn.doe@example.com\n`,
    `${key}=john.doe@example.com.example.org\n`,
    `# ${key}=john.doe@example.com\n`,
    `other=john.doe@example.com\n`,
  ])('stays where it is another one, or in a line that nobody asked for: %j', async (before) => {
    expect(await forget(before, 'john.doe@example.com')).toEqual({ text: before, fates: {}, told: [], left: 0 })
  })

  test('of a function is kept, and the answer says so', async () => {
    const before = `${key}=advisors.support@example.com\n`
    const kept = { text: before, fates: { retained: 1 }, told: [], left: 0 }
    expect(await forget(before, 'advisors.support@example.com')).toEqual(kept)
    const own = { roleAliases: ['shift-*@example.com'] }
    expect(await forget(`${key}=shift-1@example.com\n`, 'Shift-1@example.com', own)).toMatchObject({
      fates: { retained: 1 },
    })
    expect(await forget(before, 'advisors.support@example.com', own)).toMatchObject({ text: `${key}=\n` })
  })

  test('in a value that goes on in the next line is an error, and in a file that is a link', async () => {
    await expect(
      forget(`${key}=john.doe@example.com,\\\n  jane@example.com\n`, 'john.doe@example.com'),
    ).rejects.toThrow('write it in one line')
    await withFolder(async (folder) => {
      mkdirSync(join(folder, 'conf'))
      writeFileSync(join(folder, 'real'), `${key}=john.doe@example.com\n`)
      symlinkSync(join(folder, 'real'), join(folder, 'conf/XMLGen.properties'))
      symlinkSync(join(folder, 'conf'), join(folder, 'linked'))
      for (const path of [join(folder, 'conf/XMLGen.properties'), join(folder, 'linked/XMLGen.properties')]) {
        const session = await pulseAdvisors.open({ properties: [{ path }] }, tenant, toolsWithoutDatabase())
        await expect(findingsOf(session.find(employee('john.doe@example.com'), run()))).rejects.toThrow(/link/)
        expect(await session.check('forget')).toMatchObject([{ severity: 'error' }])
      }
    })
  })

  test.each(['pipe', 'folder'])('is an error where the file is a %s, and nobody waits for it', (what) =>
    withFolder(async (folder) => {
      const path = join(folder, 'XMLGen.properties')
      if (what === 'pipe') execFileSync('mkfifo', [path])
      else mkdirSync(path)
      const session = await pulseAdvisors.open({ properties: [{ path }] }, tenant, toolsWithoutDatabase())
      await expect(findingsOf(session.find(employee('john.doe@example.com'), run()))).rejects.toThrow('is no file')
      expect(await session.check('forget')).toMatchObject([{ severity: 'error' }])
    }),
  )

  test('goes from what a stopped forget has left beside the file as well', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'XMLGen.properties')
      for (const name of [path, join(folder, '.lethe-a1b2.tmp')]) writeFileSync(name, `${key}=john.doe@example.com\n`)
      const session = await pulseAdvisors.open({ properties: [{ path }] }, tenant, toolsWithoutDatabase())
      const findings = await findingsOf(session.find(employee('john.doe@example.com'), run()))
      await fatesOf(session.erase(recordedOf(findings), run()))
      expect(readdirSync(folder)).toEqual(['XMLGen.properties'])
    }))

  test('needs the name of the property where none is documented for the file', () => {
    expect(problemsOf({ properties: [{ path: '/conf/Own.properties' }] })).toMatchObject([{ pointer: '/properties/0' }])
    expect(problemsOf({ properties: [{ path: '/conf/Own.properties', keys: ['mail'] }] })).toEqual([])
    expect(problemsOf({ properties: [{ path: '/conf/NavigationService.properties' }] })).toEqual([])
  })
})

test('the restart of the modules is a step by hand that only employees with an address wait for', () => {
  expect(pulseAdvisors.declares?.({ database: 'platform' })).toEqual({})
  expect(pulseAdvisors.declares?.({ properties: [{ path: '/conf/XMLGen.properties' }], dueInDays: 3 })).toMatchObject({
    restart: { disposition: 'manual', dueInDays: 3, subjects: ['employee'], addressesOnly: true },
  })
})
