/** A customer's own tables under the contract, on every engine. */

import { tables as product } from '../../src/products/tables/tables.ts'
import { engines, type Engine } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import { emails, phones, strangers, tenant, wrapped, wrappedStrangers } from './corpus.ts'
import { productContract, type WithWorld } from './suite.ts'
import { cellsOf, createTables, expectedFindings, ownedCells, type WorldRow, type WorldTable } from './table-world.ts'

const owned = (column: string, ...owners: readonly (readonly [string, string])[]) => ({ column, owners })

const leads: readonly WorldRow[] = [
  {
    values: {
      LEAD_ID: '9007199254740993',
      SITE: 1,
      PHONE: '+1 (212) 555-0101',
      MAIL: 'ADA.SAMPLE@example.com',
      NOTE: 'vip 😀',
      AGENT: null,
    },
    owned: [
      owned('PHONE', ['1.consumer-1', phones.ada]),
      owned('MAIL', ['1.consumer-1', emails.ada]),
      owned('NOTE', ['1.consumer-1', phones.ada], ['1.consumer-1', emails.ada]),
    ],
  },
  {
    values: { LEAD_ID: '9007199254740994', SITE: 1, PHONE: '212.555.0104', MAIL: null, NOTE: '', AGENT: null },
    owned: [owned('PHONE', ['2.consumer-1', phones.dan], ['2.consumer-1', phones.danAgain])],
  },
  {
    values: { LEAD_ID: '3', SITE: 1, PHONE: null, MAIL: 'Cleo <cleo@xn--bcher-kva.example>', NOTE: 'x', AGENT: null },
    owned: [owned('MAIL', ['1.consumer-3', emails.cleo]), owned('NOTE', ['1.consumer-3', emails.cleo])],
  },
  {
    values: { LEAD_ID: '4', SITE: 1, PHONE: '12125550199', MAIL: 'A_B%c@example.com', NOTE: 'y', AGENT: null },
    owned: [
      owned('PHONE', ['2.consumer-2', phones.shared], ['2.consumer-3', phones.shared]),
      owned('MAIL', ['2.consumer-2', emails.wild]),
      owned('NOTE', ['2.consumer-2', phones.shared], ['2.consumer-3', phones.shared], ['2.consumer-2', emails.wild]),
    ],
  },
  {
    values: { LEAD_ID: '5', SITE: 1, PHONE: '0800 555 0100', MAIL: null, NOTE: 'staff', AGENT: 'SueSmith' },
    owned: [owned('AGENT', ['1.employee-1', 'SueSmith']), owned('NOTE', ['1.employee-1', 'SueSmith'])],
  },
  {
    values: { LEAD_ID: '7', SITE: 1, PHONE: null, MAIL: null, NOTE: 'staff', AGENT: 'SUESmith' },
    owned: [owned('AGENT', ['1.employee-1', 'SueSmith']), owned('NOTE', ['1.employee-1', 'SueSmith'])],
  },
  // The same people in another tenant's rows.
  {
    values: { LEAD_ID: '6', SITE: 2, PHONE: '+12125550101', MAIL: emails.ada, NOTE: 'other', AGENT: 'SueSmith' },
    owned: [],
  },
  ...[...strangers.phones].map((phone, i): WorldRow => ({
    values: { LEAD_ID: String(100 + i), SITE: 1, PHONE: phone, MAIL: null, NOTE: phones.ada, AGENT: null },
    owned: [],
  })),
  ...[...strangers.emails].map((mail, i): WorldRow => ({
    values: { LEAD_ID: String(200 + i), SITE: 1, PHONE: null, MAIL: mail, NOTE: 'z', AGENT: null },
    owned: [],
  })),
  ...[...strangers.usernames].map((agent, i): WorldRow => ({
    values: { LEAD_ID: String(300 + i), SITE: 1, PHONE: null, MAIL: null, NOTE: 'z', AGENT: agent },
    owned: [],
  })),
]

const lead = (id: number, cells: Readonly<Record<string, string>>): WorldRow['values'] => ({
  ...{ LEAD_ID: String(id), SITE: 1, PHONE: null, MAIL: null, NOTE: null, AGENT: null },
  ...cells,
})

/** Found by reading the whole table; of these an index leads to `tel:` alone, without blanks. */
const inWrapping: readonly WorldRow[] = [
  ...wrapped.phones.map((PHONE, i): WorldRow => ({
    values: lead(400 + i, { PHONE }),
    owned: [owned('PHONE', ['1.consumer-1', phones.ada])],
  })),
  ...wrapped.emails.map((MAIL, i): WorldRow => ({
    values: lead(500 + i, { MAIL }),
    owned: [owned('MAIL', ['1.consumer-1', emails.ada])],
  })),
  ...wrappedStrangers.phones.map((PHONE, i): WorldRow => ({ values: lead(600 + i, { PHONE }), owned: [] })),
  ...wrappedStrangers.emails.map((MAIL, i): WorldRow => ({ values: lead(700 + i, { MAIL }), owned: [] })),
]

const world: readonly WorldTable[] = [
  {
    name: 'SALES_LEAD',
    columns: {
      LEAD_ID: 'numeric(19) not null',
      SITE: 'int not null',
      PHONE: 'varchar(64)',
      MAIL: 'varchar(255)',
      NOTE: 'varchar(64)',
      AGENT: 'varchar(64)',
    },
    key: ['LEAD_ID'],
    constraint: 'primary key (LEAD_ID)',
    rows: [...leads, ...inWrapping],
  },
]

const settings = {
  database: 'world',
  tables: [
    {
      table: 'Sales_Lead',
      tenant: { column: 'SITE' },
      columns: [
        { column: 'PHONE', identifies: ['phone'] },
        { column: 'MAIL', identifies: ['email'] },
        { column: 'AGENT', identifies: ['username'], redact: 'pseudonym' },
        { column: 'NOTE', comesWithRow: true },
      ],
    },
  ],
} as const

function withWorld(engine: Engine): WithWorld {
  return (work) =>
    engine.withDatabase(async (database) => {
      await createTables(database, world)
      const session = await product.open(settings, tenant, toolsFor(database))
      await work({
        session,
        cells: () => cellsOf(database, world),
        owned: ownedCells(world),
        expected: expectedFindings(world),
        breakStore: async () => {
          await database.knex.raw('drop table SALES_LEAD')
          database.refresh()
        },
      })
    })
}

for (const engine of engines) productContract(`tables on ${engine.name}`, withWorld(engine))
