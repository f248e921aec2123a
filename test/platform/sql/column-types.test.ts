/** Types, collations and encodings of PostgreSQL: what is searched is found, or an error names column and cause. */

import { describe, expect, it } from 'vitest'

import type { IdentifierKind } from '../../../src/domain/identifier.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { found, run } from '../../contract/suite.ts'
import { postgres, postgresMade } from '../../support/engines.ts'
import { errorsOf, forget, openTable } from '../../support/one-table.ts'
import { findingsOf } from '../../support/effects.ts'

const loose = "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"

function personWith(kind: IdentifierKind, value: string): Subject {
  const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises' })
  if (!parsed.ok) throw new Error('a malformed identifier')
  return { key: '1.consumer-1', type: 'consumer', identifiers: [parsed.identifier], attachedKeys: [] }
}

interface Tried {
  readonly kind: IdentifierKind
  readonly value: string
  readonly type: string
  /** Literals of the column: those of the person, and those of others. */
  readonly own: readonly string[]
  readonly others: readonly string[]
  readonly before?: readonly string[]
}

/** What a forget finds and leaves, and which rows are as they were. */
async function tried(database: Database, { kind, value, type, own, others, before = [] }: Tried) {
  const script = [
    ...before,
    `create table lead (id int primary key, at ${type}, note text)`,
    ...[...own, ...others].map((literal, i) => `insert into lead values (${i + 1}, ${literal}, 'note')`),
  ]
  const columns = [
    { column: 'AT', identifies: [kind] },
    { column: 'NOTE', comesWithRow: true },
  ] as const
  const session = await openTable(database, script, { table: 'LEAD', columns })
  expect(await errorsOf(session)).toEqual([])
  const counts = await forget(session, [personWith(kind, value)])
  const kept: readonly { readonly id: number }[] = await database.knex('lead').where({ note: 'note' }).orderBy('id')
  return { counts, kept: kept.map(({ id }) => id) }
}

describe('a column of PostgreSQL', () => {
  const phone = { kind: 'phone', value: '+1 212 555 0142' } as const
  const email = { kind: 'email', value: 'ada.sample@example.com' } as const
  const address = { kind: 'ipaddr', value: '192.0.2.7' } as const

  it.each<[string, Tried]>([
    ['inet', { ...address, type: 'inet', own: ["'192.0.2.7'", "'192.0.2.7/24'"], others: ["'192.0.2.70'"] }],
    ['cidr', { ...address, type: 'cidr', own: ["'192.0.2.7/32'"], others: ["'192.0.2.0/24'", "'192.0.2.70/32'"] }],
    [
      'inet with an address of version 6',
      {
        kind: 'ipaddr',
        value: '2001:DB8:0:0:0:0:0:7',
        type: 'inet',
        own: ["'2001:db8::7'"],
        others: ["'2001:db8::70'"],
      },
    ],
    [
      'citext',
      {
        ...email,
        type: 'citext',
        own: ["'Ada.Sample@Example.com'"],
        others: ["'ada.sample@example.co'"],
        before: ['create extension if not exists citext'],
      },
    ],
    [
      'text under a collation without case, of addresses',
      {
        ...email,
        type: 'text collate loose',
        own: ["'Ada.Sample@example.com'"],
        others: ["'a@b.example'"],
        before: [loose],
      },
    ],
    [
      'text under a collation without case, of numbers',
      {
        ...phone,
        type: 'varchar(40) collate loose',
        own: ["'(212) 555-0142'", "'tel:+12125550142'"],
        others: ["'2125550143'"],
        before: [loose],
      },
    ],
    [
      'text under a collation without case, of names',
      {
        kind: 'username',
        value: 'SueSmith',
        type: 'text collate loose',
        own: ["'SueSmith'", "'suesmith'"],
        others: ["'suesmyth'"],
        before: [loose],
      },
    ],
    [
      'text under a collation without case, of ids that others share in another case',
      {
        kind: 'employeeid',
        value: 'a0B1c',
        type: 'text collate loose',
        own: ["'a0B1c'"],
        others: ["'A0b1c'"],
        before: [loose],
      },
    ],
    [
      'a domain of a domain of text',
      {
        ...phone,
        type: 'mobile',
        own: ["'212.555.0142'"],
        others: ["'2125550143'"],
        before: ['create domain number as varchar(40)', 'create domain mobile as number'],
      },
    ],
    [
      'an enumeration',
      {
        ...phone,
        type: 'e',
        own: ["'2125550142'"],
        others: ["'2125550143'"],
        before: ["create type e as enum ('2125550142', '2125550143')"],
      },
    ],
    ['a filled text', { ...phone, type: 'char(40)', own: ["'2125550142'"], others: ["'2125550143'"] }],
    ['a whole number', { ...phone, type: 'numeric(20)', own: ['2125550142', '12125550142'], others: ['2125550143'] }],
  ])('of %s is searched and redacted', async (_, one) => {
    await postgres.withDatabase(async (database) => {
      const { own, others } = one
      const kept = others.map((_other, i) => own.length + i + 1)
      expect(await tried(database, one)).toEqual({ counts: [own.length * 2, 0], kept })
    })
  })

  it.each([
    ['text[]', "'{2125550101}'", /`LEAD\.AT` \(text\[\]\) is an array/],
    ['int8[]', "'{2125550101}'", /`LEAD\.AT` \(bigint\[\]\) is an array/],
    ['json', `'{"at":"2125550101"}'`, /`LEAD\.AT` \(json\) is a document/],
    ['jsonb', `'["2125550101"]'`, /`LEAD\.AT` \(jsonb\) is a document/],
    ['xml', "'<at>2125550101</at>'", /`LEAD\.AT` \(xml\) is a document/],
    ['real', '2125550101', /`LEAD\.AT` \(real\) keeps seven digits of a number at most/],
    ['float(20)', '2125550101', /`LEAD\.AT` \(real\) keeps seven digits/],
    ['bytea', "'2125550101'", /`LEAD\.AT` \(bytea\) holds no text/],
    ['int8range', "'[2125550101,2125550102)'", /`LEAD\.AT` \(int8range\) holds no text/],
    ['pair', "row('2125550101', 'x')", /`LEAD\.AT` \(pair\) is a row in itself/],
    ['list', "'{2125550101}'", /`LEAD\.AT` \(text\[\]\) is an array/],
  ])(
    'of %s is an error that names column and cause, in the check and in the search',
    async (type, literal, message) => {
      await postgres.withDatabase(async (database) => {
        const script = [
          'create type pair as (a text, b text)',
          'create domain list as text[]',
          `create table lead (id int primary key, at ${type})`,
          `insert into lead values (1, ${literal})`,
        ]
        const session = await openTable(database, script, {
          table: 'LEAD',
          columns: [{ column: 'AT', identifies: ['phone'] }],
        })
        expect(await errorsOf(session, 'export')).toMatchObject([
          { place: 'LEAD', message: expect.stringMatching(message) },
        ])
        await expect(found(session)).rejects.toThrow(message)
      })
    },
  )

  it('of a document may come with its row: it is exported and emptied', () =>
    postgres.withDatabase(async (database) => {
      const script = [
        'create table lead (id int primary key, at text, about jsonb)',
        `insert into lead values (1, '2125550101', '{"likes":"tea"}')`,
      ]
      const columns = [
        { column: 'AT', identifies: ['phone'] },
        { column: 'ABOUT', comesWithRow: true },
      ] as const
      const session = await openTable(database, script, { table: 'LEAD', columns })
      expect(await errorsOf(session)).toEqual([])
      await forget(session)
      expect(await database.knex('lead')).toEqual([{ id: 1, at: '***', about: null }])
    }))
})

describe('a database of an encoding', () => {
  const made = (encoding: string) => postgresMade(encoding, `template template0 encoding '${encoding}' locale 'C'`)

  it.each([
    ['LATIN1', "'Zoë Ünlü'", 'Zoë Ünlü'],
    ['LATIN2', "'Žofia'", 'Žofia'],
    ['LATIN5', "'Işık'", 'Işık'],
    ['LATIN9', "'Œuvre €'", 'Œuvre €'],
    ['ISO_8859_7', "'Ελένη'", 'Ελένη'],
    ['WIN1251', "'Анна'", 'Анна'],
    ['WIN1252', "'Zoë’s'", 'Zoë’s'],
    ['KOI8R', "'Анна'", 'Анна'],
    ['EUC_JP', "'花子'", '花子'],
    ['EUC_KR', "'은주'", '은주'],
    ['SQL_ASCII', "'Ann'", 'Ann'],
    ['UTF8', "'Žofia 李 😀'", 'Žofia 李 😀'],
  ] as const)(
    '%s is searched for names that it holds, and for numbers and addresses',
    async (encoding, literal, name) => {
      await made(encoding).withDatabase(async (database) => {
        const script = [
          'create table lead (id int primary key, phone varchar(40), mail text, name text)',
          `insert into lead values (1, '(212) 555-0142', 'Ada <Ada.Sample@example.com>', ${literal}), (2, '2125550143', 'bo@example.com', 'Bo')`,
        ]
        const columns = [
          { column: 'PHONE', identifies: ['phone'] },
          { column: 'MAIL', identifies: ['email'] },
          { column: 'NAME', identifies: ['name'] },
        ] as const
        const session = await openTable(database, script, { table: 'LEAD', columns })
        expect(await errorsOf(session)).toEqual([])
        const people = [
          personWith('phone', '212-555-0142'),
          personWith('email', 'ada.sample@example.com'),
          personWith('name', name),
          // In no such database.
          personWith('name', 'Žofia Ελένη 李 😀'),
        ].map((person, i) => ({ ...person, key: `1.consumer-${i + 1}` }))
        const findings = await findingsOf(session.find(people, run()))
        expect(
          findings
            .filter(({ content }) => content !== null)
            .map(({ owner }) => owner.subjectKey)
            .sort(),
        ).toEqual(['1.consumer-1', '1.consumer-2', '1.consumer-3'])
        expect(await forget(session, people)).toEqual([3, 0])
        expect(await database.knex('lead').orderBy('id')).toEqual([
          { id: 1, phone: '***', mail: '***', name: '***' },
          { id: 2, phone: '2125550143', mail: 'bo@example.com', name: 'Bo' },
        ])
      })
    },
  )
})
