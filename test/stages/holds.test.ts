/** Lists of legal holds, from files and from tables: whole, or with all that is wrong in them. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { StepFailed } from '../../src/domain/errors.ts'
import { fingerprintWith } from '../../src/platform/crypto/fingerprint.ts'
import { identifierKinds } from '../../src/domain/identifier.ts'
import { identifierOf } from '../../src/platform/match/identifier.ts'
import type { Database } from '../../src/platform/sql/database.ts'
import { dayIn } from '../../src/platform/time/days.ts'
import { heldPeople } from '../../src/stages/holds/held-people.ts'
import { readHoldFile } from '../../src/stages/holds/hold-file.ts'
import { HoldSet, standing } from '../../src/stages/holds/hold-set.ts'
import { readHoldTable } from '../../src/stages/holds/hold-table.ts'
import { withFolder } from '../support/databases.ts'
import { engines } from '../support/engines.ts'

const rules = { country: 'US', answer: 'held', products: ['outbound', 'outbound#2'], timeZone: 'Asia/Tokyo' } as const

function read(name: string, text: string | Uint8Array) {
  return withFolder(async (folder) => {
    await writeFile(join(folder, name), text)
    return await readHoldFile(join(folder, name), rules)
  })
}

function isHeld(set: HoldSet, kind: 'phone' | 'email' | 'username' | 'employeeid', consumerId: string): boolean {
  const identifier = identifierOf({ kind, consumerId }, rules)
  return identifier !== null && set.ofPerson(identifier) !== null
}

describe('a list in a file', () => {
  test('in CSV may quote its cells, end its lines in any way and begin with a mark', async () => {
    const text =
      '\uFEFFvalue,kind,reason,until\r\n"781-555-0101",phone,"Case ""12"", court",2030-01-31\r\r\n\nx@example.com,email,y,\n'
    const { holds, problems } = await read('holds.csv', text)
    expect(problems).toEqual([])
    expect(holds).toMatchObject([
      { kind: 'phone', reason: 'Case "12", court', until: '2030-01-31', answer: 'held' },
      { kind: 'email', until: null },
    ])
  })

  test('in YAML and JSON has the same members, as texts', async () => {
    const yaml =
      '- { kind: phone, value: "+17815550101", reason: r, until: 2030-01-31, answer: retained }\n- { product: outbound, table: CL, locator: "7", reason: r }\n'
    const fromYaml = await read('holds.yaml', yaml)
    expect(fromYaml).toMatchObject({ problems: [], holds: [{ answer: 'retained' }, { kind: 'row' }] })
    const json = JSON.stringify([{ kind: 'phone', value: '+17815550101', reason: 'r', until: null }])
    expect(await read('holds.json', json)).toMatchObject({ problems: [], holds: [{ until: null }] })
    expect((await read('holds.yaml', '- { kind: phone, value: 7815550101, reason: r }\n- 7\n')).problems).toEqual([
      '`holds.yaml` line 1: `value` must be a text: put it in quotes',
      '`holds.yaml` line 2: must be an object',
    ])
  })

  test('that is empty, cut off, written with semicolons or in another encoding is none', async () => {
    const lists: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
      ['holds.csv', '', /no line of names/],
      ['holds.yaml', '', /must be a list/],
      ['holds.csv', 'kind;value;reason;until\nphone;1;r;\n', /the names must be of kind, value/],
      ['holds.csv', 'kind,value,reason,until\nphone,781-555-0101,"case', /line 2: a quote is not closed/],
      ['holds.csv', 'kind,value,reason,until\nphone,781-555-0101,ca', /line 2: it must have 4 cells/],
      ['holds.csv', 'kind,kind,reason,until\n', /each once/],
      [
        'holds.csv',
        'product,table,locator,reason\nout-bound,CL,7,r\n',
        /line 2: `product` must be one whose rows .* outbound#2/,
      ],
      ['holds.csv', Uint8Array.of(0x6b, 0xff, 0x0a), /not UTF-8/],
      ['holds.json', '[{"kind":"phone","value":"781-555-0101"', /`holds.json` line 1: /],
    ]
    for (const [name, text, rule] of lists) {
      const { holds, problems } = await read(name, text)
      expect(holds).toEqual([])
      expect(problems.join()).toMatch(rule)
    }
    expect(await read('holds.csv', 'kind,value,reason,until\n')).toEqual({ holds: [], problems: [] })
    expect(await read('holds.yaml', '[]')).toEqual({ holds: [], problems: [] })
  })
})

describe('whom a hold holds', () => {
  test('is told by the number or address, in whatever spelling, and by words as stores fold them', async () => {
    const text =
      'kind,value,reason\nphone,001 781 555 0101,r\nemail,<Ann@BÜCHER.example>,r\nusername,JDoe,r\nemployeeid,e7,r\n'
    const { holds } = await read('holds.csv', text)
    const set = new HoldSet(holds, fingerprintWith('k'))
    for (const spelling of ['7815550101', '+1 (781) 555-0101', '1-781-555-0101'])
      expect(isHeld(set, 'phone', spelling)).toBe(true)
    expect(isHeld(set, 'phone', '7815550102')).toBe(false)
    expect(isHeld(set, 'email', 'ann@xn--bcher-kva.example')).toBe(true)
    expect(isHeld(set, 'username', 'jdoe')).toBe(true)
    expect(isHeld(set, 'employeeid', 'e7')).toBe(true)
    expect(isHeld(set, 'employeeid', 'E7')).toBe(false)
  })

  test('is the same where a fingerprint alone is known, and of two holds the stricter and longer is told', async () => {
    const lines = [
      'kind,value,reason,until,answer',
      'phone,7815550101,a,2030-01-01,held',
      'phone,7815550101,b,2031-01-01,held',
      'phone,7815550101,c,,retained',
    ]
    const { holds } = await read('holds.csv', lines.join('\n'))
    const fingerprint = fingerprintWith('k')
    const hidden = holds.map((hold) => ({
      ...hold,
      keys: hold.keys.map(fingerprint),
      isHidden: true,
      identifier: null,
    }))
    const identifier = identifierOf({ kind: 'phone', consumerId: '+17815550101' }, rules)
    expect(identifier).not.toBeNull()
    for (const set of [new HoldSet(holds, fingerprint), new HoldSet(hidden, fingerprint)]) {
      expect(identifier === null ? null : set.ofPerson(identifier)).toMatchObject({ reason: 'b' })
    }
  })

  test('are those who are tied to the person by what tells people apart, through others too', async () => {
    const { holds } = await read('holds.csv', 'kind,value,reason\nphone,7815550101,r\n')
    const person = (name: string, given: Readonly<Partial<Record<'phone' | 'email' | 'name' | 'ipaddr', string>>>) => ({
      name,
      identifiers: identifierKinds.flatMap((kind) => {
        const value = kind in given ? Object.entries(given).find(([one]) => one === kind)?.[1] : undefined
        const identifier = value === undefined ? null : identifierOf({ kind, consumerId: value }, rules)
        return identifier === null ? [] : [{ ...identifier, isTie: true }]
      }),
    })
    const people = [
      person('last', { email: 'B@example.com' }),
      person('middle', { email: 'a@example.com' }),
      person('middle', { email: 'b@example.com' }),
      person('first', { phone: '781-555-0101', email: 'A@EXAMPLE.com', name: 'Ann Sample', ipaddr: '192.0.2.7' }),
      person('of the same name', { name: 'Ann Sample', email: 'c@example.com' }),
      person('of the same address', { ipaddr: '192.0.2.7' }),
    ]
    const held = heldPeople(people, new HoldSet(holds, fingerprintWith('k')))
    expect([...held.keys()].sort()).toEqual(['first', 'last', 'middle'])
  })

  test('stands until the end of its last day by the clocks of the tenant', async () => {
    const { holds } = await read('holds.csv', 'kind,value,reason,until\nphone,7815550101,a,2026-03-31\n')
    const standsAt = (iso: string, zone: string): boolean => standing(holds, dayIn(zone, new Date(iso))).length > 0
    expect(standsAt('2026-04-01T03:59:59Z', 'America/New_York')).toBe(true)
    expect(standsAt('2026-04-01T04:00:00Z', 'America/New_York')).toBe(false)
    expect(standsAt('2026-03-31T14:59:59Z', 'Asia/Tokyo')).toBe(true)
    expect(standsAt('2026-03-31T15:00:00Z', 'Asia/Tokyo')).toBe(false)
  })
})

for (const engine of engines) {
  describe(`a list in a table on ${engine.name}`, () => {
    const make = async (database: Database, ...statements: readonly string[]): Promise<void> => {
      for (const statement of statements) await database.run((knex) => knex.raw(statement))
    }
    const table = { database: 'world', table: 'legal_hold', columns: { value: 'who', until: 'last_day' } }

    test('is read by the names of its columns, days of any type', async () => {
      await engine.withDatabase(async (database) => {
        await make(
          database,
          'create table legal_hold (kind varchar(20), who varchar(200), table_name varchar(50), fact_id varchar(50), product varchar(50), reason varchar(200), last_day date)',
          "insert into legal_hold (kind, who, reason, last_day) values ('phone', '(781) 555-0101', 'case 12', '2030-01-31')",
          "insert into legal_hold (product, table_name, fact_id, reason) values ('outbound', 'CL', '7', 'case 13')",
        )
        const { holds, problems } = await readHoldTable(database, table, rules)
        expect(problems).toEqual([])
        expect(holds).toMatchObject([
          { kind: 'phone', until: '2030-01-31', reason: 'case 12' },
          { kind: 'row', until: null },
        ])
        expect(
          new HoldSet(holds, fingerprintWith('k')).ofRow(['outbound'], { table: 'cl', locator: '7' }),
        ).not.toBeNull()
      })
    })

    test('is on the day by the clocks of the tenant where a time tells its distance from UTC', async () => {
      const lasts = [
        ['2030-01-31 00:00:00+09', '2030-01-31'],
        ['2030-01-30T15:00:00Z', '2030-01-31'],
        ['2030-01-30 14:59:59.9999999 +00:00', '2030-01-30'],
        ['2030-12-31 16:30:00+0000', '2031-01-01'],
        ['2030-01-31 23:59:59', '2030-01-31'],
        ['2030-01-31T00:00', '2030-01-31'],
      ] as const
      await engine.withDatabase(async (database) => {
        await make(
          database,
          'create table legal_hold (kind varchar(20), who varchar(200), reason varchar(200), last_day varchar(50))',
          ...lasts.map(([last]) => `insert into legal_hold values ('phone', '(781) 555-0101', 'case 12', '${last}')`),
        )
        const { holds, problems } = await readHoldTable(database, table, rules)
        expect(problems).toEqual([])
        expect(holds.map(({ until }) => until)).toEqual(lasts.map(([, until]) => until))
      })
    })

    test('tells bad rows, missing columns and a missing table, and nothing that stands in it', async () => {
      await engine.withDatabase(async (database) => {
        const missing = await readHoldTable(database, table, rules)
        expect(missing.problems.join()).toMatch(/`legal_hold` is not there/)
        await make(database, 'create table legal_hold (kind varchar(20), who varchar(200))')
        expect((await readHoldTable(database, table, rules)).problems).toEqual([
          '`legal_hold` lacks the column `REASON`',
          '`legal_hold` lacks the column `last_day`',
        ])
        await make(
          database,
          'drop table legal_hold',
          'create table legal_hold (kind varchar(20), who varchar(200), reason varchar(200), last_day varchar(30))',
          "insert into legal_hold values ('phone', 'Canary', 'r', '31.01.2030')",
        )
        const { holds, problems } = await readHoldTable(database, table, rules)
        expect(holds).toEqual([])
        expect(problems).toHaveLength(2)
        expect(problems.join()).not.toContain('Canary')
      })
    })
  })
}

test('a table in a database that does not answer is a failure of the step', async () => {
  const [engine] = engines
  await engine?.withDatabase(async (database) => {
    const table = { database: 'world', table: 'x', columns: {} }
    const gone = {
      ...database,
      describe: () => Promise.reject(new StepFailed('connection', 'gone', { retryable: true })),
    }
    await expect(readHoldTable(gone, table, rules)).rejects.toThrow('gone')
  })
})
