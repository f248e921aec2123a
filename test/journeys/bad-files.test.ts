/** Files that no honest sender sends, beside good ones: each is answered, none stops the others. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { eventsOf } from '../support/lethe-process.ts'
import { quiet } from '../support/quiet.ts'
import { contentOf, rowsOf } from '../support/sqlite-site.ts'
import { portraitsOf } from '../support/untouched.ts'
import { writtenSettings } from '../support/written-settings.ts'

const settings = (extra: string): string =>
  writtenSettings({
    head: `databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
history: { database: gim }
settle: 50ms
${extra}`,
    products: `- { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }`,
  })

const people = { ann: '2125550101', ben: '2125550102', cleo: '2125550103' }

async function withSite<T>(extra: string, work: (folder: string, inbox: string) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const inbox = join(folder, 'gdpr')
    mkdirSync(inbox)
    writeFileSync(join(folder, 'lethe.yaml'), settings(extra))
    createInfoMart(join(folder, 'gim.db'), (database) => {
      for (const [id, address] of Object.values(people).entries()) plantContact(database, { id, address })
    })
    return work(folder, inbox)
  })
}

const consumers = (...identifiers: readonly object[]): string =>
  JSON.stringify({ caseid: '1', consumers: [{ consumer: identifiers }] })

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)

/** By the end of the name: what stands in the file. */
const broken: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  spaces: ' \n\t\n',
  'bom-only': Buffer.from([0xef, 0xbb, 0xbf]),
  truncated: consumers({ phone: people.ben }).slice(0, -4),
  'two-documents': consumers({ phone: people.ben }).repeat(2),
  null: 'null',
  number: '1e999',
  array: '[]',
  object: '{}',
  'nobody-in-it': '{"consumers": []}',
  'deep-arrays': nested('[', ']', 500_000),
  'deep-objects': nested('{"consumers":', '}', 200_000).replace('}', '1}'),
  'deep-unclosed': '{"consumers":['.repeat(500_000),
  'deep-in-place': `{"consumers": [{"consumer": ${nested('[', ']', 100_000)}}]}`,
  random: randomBytes(300_000),
  zeros: Buffer.alloc(100_000),
  'utf-16': Buffer.from(`\ufeff${consumers({ phone: people.ben })}`, 'utf16le'),
  picture: Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(5_000)]),
  'wrong-utf-8': Buffer.concat([Buffer.from('{"caseid": "'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  'wrong-types': '{"consumers": {"consumer": 7}, "employees": "everybody"}',
  'unknown-keys': consumers({ phone: people.ben, note: 'x' }),
  'own-keys':
    '{"run": {"outcome": "done"}, "result": [], "problems": [], "consumers": [{"consumer": [{"phone": "1"}]}]}',
  prototype: '{"__proto__": {"consumers": [{"consumer": [{"phone": "2125550102"}]}]}, "constructor": 1}',
  'duplicate-keys': '{"consumers": [{"consumer": [{"phone": "2125550102"}]}], "consumers": []}',
  'thousand-problems': JSON.stringify({
    consumers: Array.from({ length: 5_000 }, () => ({ consumer: [{ fone: 1 }] })),
  }),
  'half-a-character': '{"consumers": [{"consumer": [{"note\\ud800": "\\udfff"}]}]}',
}

test('a file with one bad identifier among good ones has the good ones processed', async () => {
  await withSite('', async (folder, inbox) => {
    const name = 'forget-25052018-mixed'
    writeFileSync(
      join(inbox, `${name}.json`),
      consumers({ phone: people.ann }, { phone: 'call me' }, { phone: people.ben }, { email: 'at home' }),
    )
    const ended = await lethe(folder, ['run'])
    expect(ended).toMatchObject({ code: 1, err: quiet })
    const log = readExecutionLog(join(inbox, `${name}-execution-log.json`))
    const wrong = 'ERROR: incorrect device format'
    expect(log.responses).toEqual(['SUCCESS', wrong, 'SUCCESS', wrong])
    expect(log.run).toMatchObject({ outcome: 'done', products: [{ found: 2, erased: 2, left: 0 }] })
    const calls = rowsOf(join(folder, 'gim.db'), 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by 1')
    expect(calls.map(({ a }) => a)).toEqual(['***', '***', people.cleo])
    expect(await lethe(folder, ['run'])).toMatchObject({ code: 0, err: quiet })
  })
})

test('whatever is broken is answered with its problems, and the others go on', async () => {
  await withSite('', async (folder, inbox) => {
    const names = Object.keys(broken).map((name, n) => `${n % 2 === 0 ? 'export' : 'forget'}-25052018-${name}`)
    for (const [n, content] of Object.values(broken).entries()) writeFileSync(join(inbox, `${names[n]}.json`), content)
    writeFileSync(join(inbox, 'forget-25052018-good.json'), consumers({ phone: people.ann }))
    writeFileSync(join(inbox, 'export-25052018-good.json'), consumers({ phone: people.cleo }))
    const before = await portraitsOf(inbox)

    const ended = await lethe(folder, ['run'])
    expect(ended.code).toBe(1)
    expect(ended.out + ended.err).not.toContain('internal')
    const outcomes = new Map(eventsOf(ended, 'file').map((file) => [file['fileName'], file['outcome']]))
    for (const name of names) {
      const log = readExecutionLog(join(inbox, `${name}-execution-log.json`))
      expect([name, log.run.outcome, outcomes.get(`${name}.json`)]).toEqual([name, 'rejected', 'rejected'])
      expect(log.problems.length, name).toBeGreaterThan(0)
    }
    expect(outcomes.get('forget-25052018-good.json')).toBe('done')
    expect(outcomes.get('export-25052018-good.json')).toBe('done')
    const calls = rowsOf(join(folder, 'gim.db'), 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by 1')
    expect(calls.map(({ a }) => a)).toEqual(['***', people.ben, people.cleo])
    expect(await portraitsOf(inbox, [...before.keys()])).toEqual(before)

    const answered = await portraitsOf(inbox)
    expect(await lethe(folder, ['run'])).toMatchObject({ code: 0, err: quiet })
    expect(await portraitsOf(inbox)).toEqual(answered)
  })
})

test('50 MB are refused at once by default, and are read and judged where the limit allows them', async () => {
  const size = 50 * 1024 * 1024
  const giants: Readonly<Record<string, string | Buffer>> = {
    spaces: Buffer.alloc(size, ' '),
    deep: Buffer.alloc(size, '['),
    noise: randomBytes(size),
    'one-string': `{"caseid": "${'x'.repeat(size)}", "consumers": [{"consumer": [{"phone": "${people.ben}"}], "c": 1}]}`,
    people: `{"consumers": [${'{"consumer": [{"fone": "1"}]},'.repeat(size / 32)}{}]}`,
  }
  for (const extra of ['', 'maxRequestBytes: 104857600']) {
    await withSite(extra, async (folder, inbox) => {
      const before = contentOf(join(folder, 'gim.db'))
      for (const [name, content] of Object.entries(giants))
        writeFileSync(join(inbox, `export-25052018-${name}.json`), content)
      writeFileSync(join(inbox, 'export-25052018-good.json'), consumers({ phone: people.ann }))
      const ended = await lethe(folder, ['run'])
      expect(ended.code).toBe(1)
      expect(ended.out + ended.err).not.toContain('internal')
      for (const name of Object.keys(giants)) {
        const { run, problems } = readExecutionLog(join(inbox, `export-25052018-${name}-execution-log.json`))
        expect([name, run.outcome]).toEqual([name, 'rejected'])
        if (extra === '') expect(problems.map(({ rule }) => rule)).toEqual(['too-large'])
      }
      expect(readExecutionLog(join(inbox, 'export-25052018-good-execution-log.json')).responses).toEqual(['SUCCESS'])
      expect(contentOf(join(folder, 'gim.db'))).toEqual(before)
    })
  }
})

test('what is no file, and names that fit no pattern, are answered and never followed', async () => {
  await withSite('', async (folder, inbox) => {
    const outside = join(folder, 'outside.json')
    writeFileSync(outside, consumers({ phone: people.ann }))
    symlinkSync(outside, join(inbox, 'forget-25052018-link.json'))
    symlinkSync(folder, join(inbox, 'forget-25052018-linked-folder.json'))
    symlinkSync('/nowhere', join(inbox, 'forget-25052018-dangling.json'))
    mkdirSync(join(inbox, 'forget-25052018-folder.json'))
    const good = consumers({ phone: people.ben })
    for (const name of ['forget-99999999', 'Forget-30022018', 'forget-', 'export-2018']) {
      writeFileSync(join(inbox, `${name}.json`), good)
    }
    const tooLong = `forget-25052018-${'n'.repeat(255 - 21)}.json`
    writeFileSync(join(inbox, tooLong), good)
    writeFileSync(join(inbox, 'forget-25052018-line\nbreak.json'), good)
    // Another product's answer, and ours of another day, are nobody's request.
    writeFileSync(join(inbox, 'forget-25052018-other-execution-log.json'), good)
    writeFileSync(join(inbox, 'notes.json'), good)

    const ended = await lethe(folder, ['run'])
    expect(ended.code).toBe(1)
    expect(ended.out + ended.err).not.toContain('internal')
    const rules = (name: string) => {
      const path = join(inbox, `${name}-execution-log.json`)
      return existsSync(path) ? readExecutionLog(path).problems.map(({ rule }) => rule) : 'no answer'
    }
    for (const name of ['link', 'linked-folder', 'dangling', 'folder']) {
      expect([name, rules(`forget-25052018-${name}`)]).toEqual([name, ['not-a-file']])
    }
    for (const name of ['forget-99999999', 'Forget-30022018', 'forget-', 'export-2018']) {
      expect([name, rules(name)]).toEqual([name, ['file-name']])
    }
    expect(rules('notes')).toBe('no answer')
    expect(rules('forget-25052018-other-execution-log')).toBe('no answer')
    const refused = eventsOf(ended, 'file').map(({ fileName }) => fileName)
    expect(refused).toHaveLength(10)
    const calls = rowsOf(join(folder, 'gim.db'), 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by 1')
    expect(calls.map(({ a }) => a)).toEqual(Object.values(people))
    expect(await lethe(folder, ['run'])).toMatchObject({ code: 0, err: quiet })
  })
})
