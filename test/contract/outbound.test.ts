/** Outbound under the contract, on every engine. */

import { outbound } from '../../src/products/outbound/outbound.ts'
import { engines, type Engine } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import { emails, phones, strangers, tenant } from './corpus.ts'
import { productContract, type WithWorld } from './suite.ts'
import {
  cellsOf,
  createTables,
  expectedFindings,
  ownedCells,
  type OwnedCell,
  type WorldRow,
  type WorldTable,
} from './table-world.ts'

const ada = '1.consumer-1'
const cleo = '1.consumer-3'
const dan = '2.consumer-1'

const owned = (column: string, ...owners: OwnedCell['owners']): OwnedCell => ({ column, owners })

const record = (
  chain: number,
  n: number,
  contact: string,
  email: string | null,
  name: string | null,
): WorldRow['values'] => ({
  record_id: chain * 10 + n,
  contact_info: contact,
  record_status: 1,
  chain_id: chain,
  chain_n: n,
  EMAIL: email,
  FIRST_NAME: name,
})

const callingList: WorldTable = {
  name: 'cl_sales',
  key: ['chain_id', 'chain_n'],
  constraint: 'primary key (chain_id, chain_n), unique (record_id)',
  columns: {
    record_id: 'int not null',
    contact_info: 'varchar(128) not null',
    record_status: 'int not null',
    chain_id: 'int not null',
    chain_n: 'int not null',
    EMAIL: 'varchar(60)',
    FIRST_NAME: 'char(20)',
  },
  rows: [
    // A chain of Ada: her number, her other number that the request does not name, and her e-mail.
    {
      values: record(1, 1, '(212) 555-0101', null, 'Ada'.padEnd(20)),
      owned: [
        owned('contact_info', [ada, phones.ada], [ada, emails.ada]),
        owned('FIRST_NAME', [ada, phones.ada], [ada, emails.ada]),
      ],
    },
    {
      values: record(1, 2, '2125550188', 'ada.sample@example.com', 'Ada'.padEnd(20)),
      owned: [
        owned('contact_info', [ada, phones.ada], [ada, emails.ada]),
        owned('EMAIL', [ada, phones.ada], [ada, emails.ada]),
        owned('FIRST_NAME', [ada, phones.ada], [ada, emails.ada]),
      ],
    },
    // Both rows of the chain match one number: each is found once.
    {
      values: record(2, 1, '2125550104', null, null),
      owned: [owned('contact_info', [dan, phones.dan], [dan, phones.danAgain])],
    },
    {
      values: record(2, 2, '1 212 555 0104', null, null),
      owned: [owned('contact_info', [dan, phones.dan], [dan, phones.danAgain])],
    },
    { values: record(3, 1, 'CLEO@bücher.example', null, null), owned: [owned('contact_info', [cleo, emails.cleo])] },
    ...strangers.phones.map((phone, i): WorldRow => ({
      values: record(100 + i, 1, phone, null, 'x'.padEnd(20)),
      owned: [],
    })),
    ...strangers.emails.map((email, i): WorldRow => ({
      values: record(200 + i, 1, '2125550160', email, 'x'.padEnd(20)),
      owned: [],
    })),
  ],
}

const doNotCall: WorldTable = {
  name: 'gsw_donotcall_list',
  key: ['entry'],
  columns: {
    entry: 'int not null primary key',
    phone: 'varchar(64)',
    customer_id: 'varchar(64)',
    tenant_dbid: 'decimal(18,0)',
  },
  rows: [
    {
      values: { entry: 1, phone: '12125550101', customer_id: 'C-77', tenant_dbid: 101 },
      owned: [owned('phone', [ada, phones.ada]), owned('customer_id', [ada, phones.ada])],
    },
    {
      values: { entry: 2, phone: null, customer_id: emails.wild, tenant_dbid: 101 },
      owned: [owned('customer_id', ['2.consumer-2', emails.wild])],
    },
    { values: { entry: 3, phone: '12125550101', customer_id: 'C-78', tenant_dbid: 102 }, owned: [] },
    // Its customer id is Dan's number, so the entry is his.
    {
      values: { entry: 4, phone: '12125550100', customer_id: '2125550104', tenant_dbid: 101 },
      owned: [
        owned('phone', [dan, phones.dan], [dan, phones.danAgain]),
        owned('customer_id', [dan, phones.dan], [dan, phones.danAgain]),
      ],
    },
  ],
}

const requestLog: WorldTable = {
  name: 'gsw_request_log',
  key: ['id'],
  columns: { id: 'int not null primary key', request_type: 'int', phone: 'varchar(64)' },
  rows: [
    { values: { id: 1, request_type: 5, phone: '555550102' }, owned: [owned('phone', ['1.consumer-2', phones.ben])] },
    { values: { id: 2, request_type: 5, phone: '555550103' }, owned: [] },
  ],
}

const world = [callingList, doNotCall, requestLog]

const settings = {
  database: 'world',
  callingLists: [{ table: 'CL_SALES', userFields: ['EMAIL', { column: 'FIRST_NAME' }] }],
  doNotCall: [{ table: 'GSW_DONOTCALL_LIST' }],
  requestLogs: [{ table: 'GSW_REQUEST_LOG' }],
  tenantDbid: 101,
} as const

function withWorld(engine: Engine): WithWorld {
  return (work) =>
    engine.withDatabase(async (database) => {
      await createTables(database, world)
      await work({
        session: await outbound.open(settings, tenant, toolsFor(database)),
        cells: () => cellsOf(database, world),
        owned: ownedCells(world),
        expected: expectedFindings(world),
        breakStore: async () => {
          await database.knex.raw('drop table gsw_request_log')
          database.refresh()
        },
      })
    })
}

for (const engine of engines) productContract(`outbound on ${engine.name}`, withWorld(engine))
