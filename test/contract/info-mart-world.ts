/** An Info Mart with every documented table, the subjects' facts in it, and strangers' facts next to them. */

import { emails, phones, strangers } from './corpus.ts'
import type { OwnedCell, WorldRow, WorldTable } from './table-world.ts'

const ada = '1.consumer-1'
const cleo = '1.consumer-3'
const dan = '2.consumer-1'
const shared = ['2.consumer-2', '2.consumer-3'] as const
const company = '+1 800 555 0100'

const owned = (column: string, ...owners: OwnedCell['owners']): OwnedCell => ({ column, owners })
const nobody = (values: WorldRow['values']): WorldRow => ({ values, owned: [] })

const interaction = (id: number, source: string | null, target: string | null, tenant = 1): WorldRow['values'] => ({
  INTERACTION_ID: `90071992547409${id}`,
  TENANT_KEY: tenant,
  SOURCE_ADDRESS: source,
  TARGET_ADDRESS: target,
  SUBJECT: 'about your order',
})

const interactions: WorldTable = {
  name: 'INTERACTION_FACT',
  key: ['INTERACTION_ID'],
  columns: {
    INTERACTION_ID: 'numeric(19) not null primary key',
    TENANT_KEY: 'int not null',
    SOURCE_ADDRESS: 'varchar(255)',
    TARGET_ADDRESS: 'varchar(255)',
    SUBJECT: 'varchar(1024)',
  },
  rows: [
    { values: interaction(10, '2125550101', company), owned: [owned('SOURCE_ADDRESS', [ada, phones.ada])] },
    { values: interaction(11, company, '+1-212-555-0101'), owned: [owned('TARGET_ADDRESS', [ada, phones.ada])] },
    {
      values: interaction(12, 'Ada <ada.sample@EXAMPLE.com>', 'care@example.com'),
      owned: [owned('SOURCE_ADDRESS', [ada, emails.ada])],
    },
    // Both sides of one interaction are subjects.
    {
      values: interaction(13, '(212) 555-0104', '01144 20 7946 0103'),
      owned: [
        owned('SOURCE_ADDRESS', [dan, phones.dan], [dan, phones.danAgain]),
        owned('TARGET_ADDRESS', [cleo, phones.cleo]),
      ],
    },
    {
      values: interaction(14, '1 212 555 0199', company),
      owned: [owned('SOURCE_ADDRESS', [shared[0], phones.shared], [shared[1], phones.shared])],
    },
    nobody(interaction(20, '2125550101', company, 2)),
    nobody(interaction(21, null, company)),
    nobody(interaction(22, company, company)),
    ...strangers.phones.map((phone, i) => nobody(interaction(30 + i, phone, company))),
    ...strangers.emails.map((email, i) => nobody(interaction(50 + i, email, 'care@example.com'))),
  ],
}

const resource = (id: number, ixn: number, target: string | null, tenant = 1): WorldRow['values'] => ({
  INTERACTION_RESOURCE_ID: 1000 + id,
  INTERACTION_ID: `90071992547409${ixn}`,
  TENANT_KEY: tenant,
  TARGET_ADDRESS: target,
})

const resources: WorldTable = {
  name: 'INTERACTION_RESOURCE_FACT',
  key: ['INTERACTION_RESOURCE_ID'],
  columns: {
    INTERACTION_RESOURCE_ID: 'numeric(19) not null primary key',
    INTERACTION_ID: 'numeric(19) not null',
    TENANT_KEY: 'int not null',
    TARGET_ADDRESS: 'varchar(255)',
  },
  rows: [
    nobody(resource(1, 10, company)),
    nobody(resource(2, 10, company)),
    // Reached from the interaction and from its own address: one finding of user data.
    { values: resource(3, 11, '12125550101'), owned: [owned('TARGET_ADDRESS', [ada, phones.ada])] },
    nobody(resource(4, 13, company)),
    nobody(resource(5, 20, '2125550101', 2)),
    nobody(resource(6, 30, company)),
    // A stranger's call was handed on to Ada: her leg is hers, the stranger's is not.
    { values: resource(7, 31, '2125550101'), owned: [owned('TARGET_ADDRESS', [ada, phones.ada])] },
    nobody(resource(8, 31, company)),
  ],
}

const segment = (id: number, ixn: number, tenant = 1): WorldRow['values'] => ({
  MEDIATION_SEGMENT_ID: 1000 + id,
  INTERACTION_ID: `90071992547409${ixn}`,
  TENANT_KEY: tenant,
})

/** Callers who waited in a queue; some gave up there. */
const segments: WorldTable = {
  name: 'MEDIATION_SEGMENT_FACT',
  key: ['MEDIATION_SEGMENT_ID'],
  columns: {
    MEDIATION_SEGMENT_ID: 'numeric(19) not null primary key',
    INTERACTION_ID: 'numeric(19) not null',
    TENANT_KEY: 'int not null',
  },
  rows: [nobody(segment(101, 10)), nobody(segment(102, 30)), nobody(segment(103, 10, 2))],
}

const userData = (id: number, account: string | null, name: string | null, tenant = 1): WorldRow['values'] => ({
  INTERACTION_RESOURCE_ID: 1000 + id,
  TENANT_KEY: tenant,
  CUSTOM_DATA_1: account,
  CUSTOM_DATA_2: name,
  CUSTOM_DATA_3: 'queue',
})

const userDataTable: WorldTable = {
  name: 'IRF_USER_DATA_CUST_1',
  key: ['INTERACTION_RESOURCE_ID'],
  columns: {
    INTERACTION_RESOURCE_ID: 'numeric(19) not null primary key',
    TENANT_KEY: 'int not null',
    CUSTOM_DATA_1: 'varchar(1024)',
    CUSTOM_DATA_2: 'varchar(1024)',
    CUSTOM_DATA_3: 'varchar(1024)',
  },
  rows: [
    {
      values: userData(1, 'A-1', '078-05-1120'),
      owned: [owned('CUSTOM_DATA_1', [ada, phones.ada]), owned('CUSTOM_DATA_2', [ada, phones.ada])],
    },
    { values: userData(2, 'A-2', null), owned: [owned('CUSTOM_DATA_1', [ada, phones.ada])] },
    { values: userData(3, 'A-3', null), owned: [owned('CUSTOM_DATA_1', [ada, phones.ada])] },
    // Cleo's request names AcctNum only, Dan's no key at all.
    { values: userData(4, 'C-4', 'not asked for'), owned: [owned('CUSTOM_DATA_1', [cleo, phones.cleo])] },
    nobody(userData(5, 'other tenant', 'x', 2)),
    nobody(userData(6, 'stranger', 'x')),
    { values: userData(7, 'A-7', null), owned: [owned('CUSTOM_DATA_1', [ada, phones.ada])] },
    nobody(userData(8, 'stranger', 'x')),
    { values: userData(101, 'Q-1', null), owned: [owned('CUSTOM_DATA_1', [ada, phones.ada])] },
    nobody(userData(102, 'stranger', 'x')),
    nobody(userData(103, 'other tenant', 'x', 2)),
  ],
}

const mapping: WorldTable = {
  name: 'CTL_UD_TO_UDE_MAPPING',
  key: ['ID'],
  columns: {
    ID: 'int not null primary key',
    UD_KEY_NAME: 'varchar(255)',
    UDE_TABLE_NAME: 'varchar(30)',
    UDE_COLUMN_NAME: 'varchar(30)',
    ACTIVE_FLAG: 'numeric(1)',
  },
  rows: [
    nobody({
      ID: 1,
      UD_KEY_NAME: 'AcctNum',
      UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
      UDE_COLUMN_NAME: 'CUSTOM_DATA_1',
      ACTIVE_FLAG: 1,
    }),
    nobody({
      ID: 2,
      UD_KEY_NAME: 'SSN',
      UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
      UDE_COLUMN_NAME: 'CUSTOM_DATA_2',
      ACTIVE_FLAG: 0,
    }),
    nobody({
      ID: 3,
      UD_KEY_NAME: 'Queue',
      UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
      UDE_COLUMN_NAME: 'CUSTOM_DATA_3',
      ACTIVE_FLAG: 1,
    }),
    nobody({
      ID: 4,
      UD_KEY_NAME: 'AcctNum',
      UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
      UDE_COLUMN_NAME: 'CUSTOM_DATA_1',
      ACTIVE_FLAG: 0,
    }),
  ],
}

const states: WorldTable = {
  name: 'IXN_RESOURCE_STATE_FACT',
  key: ['IXN_RESOURCE_STATE_FACT_KEY'],
  columns: {
    IXN_RESOURCE_STATE_FACT_KEY: 'numeric(19) not null primary key',
    TENANT_KEY: 'int not null',
    INTERACTION_RESOURCE_ID: 'numeric(19) not null',
    TARGET_ADDRESS: 'varchar(255)',
  },
  rows: [
    {
      values: {
        IXN_RESOURCE_STATE_FACT_KEY: 1,
        TENANT_KEY: 1,
        INTERACTION_RESOURCE_ID: 1003,
        TARGET_ADDRESS: '2125550101',
      },
      owned: [owned('TARGET_ADDRESS', [ada, phones.ada])],
    },
    nobody({
      IXN_RESOURCE_STATE_FACT_KEY: 2,
      TENANT_KEY: 2,
      INTERACTION_RESOURCE_ID: 1005,
      TARGET_ADDRESS: '2125550101',
    }),
    nobody({
      IXN_RESOURCE_STATE_FACT_KEY: 3,
      TENANT_KEY: 1,
      INTERACTION_RESOURCE_ID: 1008,
      TARGET_ADDRESS: '2125550111',
    }),
  ],
}

const attempts: WorldTable = {
  name: 'CONTACT_ATTEMPT_FACT',
  key: ['CONTACT_ATTEMPT_FACT_KEY'],
  columns: {
    CONTACT_ATTEMPT_FACT_KEY: 'numeric(19) not null primary key',
    TENANT_KEY: 'int not null',
    CONTACT_INFO: 'varchar(255)',
    RECORD_FIELD_1: 'numeric(14)',
    RECORD_FIELD_15: 'varchar(255)',
  },
  rows: [
    {
      values: {
        CONTACT_ATTEMPT_FACT_KEY: 1,
        TENANT_KEY: 1,
        CONTACT_INFO: '12125550101',
        RECORD_FIELD_1: 78051120,
        RECORD_FIELD_15: 'kept',
      },
      owned: [owned('CONTACT_INFO', [ada, phones.ada]), owned('RECORD_FIELD_1', [ada, phones.ada])],
    },
    {
      values: {
        CONTACT_ATTEMPT_FACT_KEY: 2,
        TENANT_KEY: 1,
        CONTACT_INFO: '555-550-102',
        RECORD_FIELD_1: 5,
        RECORD_FIELD_15: 'kept',
      },
      owned: [owned('CONTACT_INFO', ['1.consumer-2', phones.ben])],
    },
    nobody({
      CONTACT_ATTEMPT_FACT_KEY: 3,
      TENANT_KEY: 2,
      CONTACT_INFO: '12125550101',
      RECORD_FIELD_1: 6,
      RECORD_FIELD_15: 'x',
    }),
  ],
}

const callbacks: WorldTable = {
  name: 'CALLBACK_FACT',
  key: ['ADDED_TS', 'DS_AUDIT_KEY', 'EVENT_SEQUENCE'],
  constraint: 'primary key (ADDED_TS, DS_AUDIT_KEY, EVENT_SEQUENCE)',
  columns: {
    ADDED_TS: 'int not null',
    DS_AUDIT_KEY: 'numeric(19) not null',
    EVENT_SEQUENCE: 'int not null',
    TENANT_KEY: 'int not null',
    CUSTOMER_ANI: 'varchar(255)',
    CUSTOMER_PHONE_NUMBER: 'varchar(255)',
  },
  rows: [
    {
      values: {
        ADDED_TS: 1,
        DS_AUDIT_KEY: '9007199254740993',
        EVENT_SEQUENCE: 1,
        TENANT_KEY: 1,
        CUSTOMER_ANI: '2125550101',
        CUSTOMER_PHONE_NUMBER: '+12125550101',
      },
      owned: [owned('CUSTOMER_ANI', [ada, phones.ada]), owned('CUSTOMER_PHONE_NUMBER', [ada, phones.ada])],
    },
    nobody({
      ADDED_TS: 1,
      DS_AUDIT_KEY: '9007199254740993',
      EVENT_SEQUENCE: 2,
      TENANT_KEY: 1,
      CUSTOMER_ANI: '2125550100',
      CUSTOMER_PHONE_NUMBER: null,
    }),
    nobody({
      ADDED_TS: 1,
      DS_AUDIT_KEY: '9007199254740994',
      EVENT_SEQUENCE: 1,
      TENANT_KEY: -1,
      CUSTOMER_ANI: '2125550101',
      CUSTOMER_PHONE_NUMBER: null,
    }),
  ],
}

const listRecords: WorldTable = {
  name: 'LDR_FACT',
  key: ['ID', 'START_DATE_TIME_KEY'],
  constraint: 'primary key (ID, START_DATE_TIME_KEY)',
  columns: {
    ID: 'varchar(50) not null',
    START_DATE_TIME_KEY: 'int not null',
    SITE: 'int',
    CLIENT_ID: 'varchar(64)',
    CONTACT_INFO: 'varchar(255)',
  },
  rows: [
    {
      values: { ID: 'a_1', START_DATE_TIME_KEY: 1, SITE: 1, CLIENT_ID: 'client 1', CONTACT_INFO: '212-555-0104' },
      owned: [
        owned('CLIENT_ID', [dan, phones.dan], [dan, phones.danAgain]),
        owned('CONTACT_INFO', [dan, phones.dan], [dan, phones.danAgain]),
      ],
    },
    nobody({ ID: 'a_1', START_DATE_TIME_KEY: 2, SITE: 2, CLIENT_ID: 'client 1', CONTACT_INFO: '212-555-0104' }),
  ],
}

const sue = '1.employee-1'
const suesOwn = (column: string): OwnedCell => owned(column, [sue, 'SueSmith'])

const agents: WorldTable = {
  name: 'GIDB_GC_AGENT',
  key: ['ID'],
  columns: {
    ID: 'int not null primary key',
    TENANTID: 'int not null',
    USERNAME: 'varchar(255) not null unique',
    EMPLOYEEID: 'varchar(64) not null',
    FIRSTNAME: 'varchar(64)',
    LASTNAME: 'varchar(64)',
    EMAIL: 'varchar(255)',
  },
  rows: [
    {
      values: {
        ID: 1,
        TENANTID: 101,
        USERNAME: 'SueSmith',
        EMPLOYEEID: 'RR11243',
        FIRSTNAME: 'Sue',
        LASTNAME: 'Smith',
        EMAIL: 'sue@example.com',
      },
      owned: ['USERNAME', 'EMPLOYEEID', 'FIRSTNAME', 'LASTNAME', 'EMAIL'].map(suesOwn),
    },
    ...strangers.usernames.map((name, i) =>
      nobody({
        ID: 10 + i,
        TENANTID: 101,
        USERNAME: name,
        EMPLOYEEID: 'RR11243',
        FIRSTNAME: 'Sue',
        LASTNAME: 'Smith',
        EMAIL: null,
      }),
    ),
    nobody({
      ID: 30,
      TENANTID: 102,
      USERNAME: 'SueSmith ',
      EMPLOYEEID: 'RR11243',
      FIRSTNAME: 'Sue',
      LASTNAME: 'Smith',
      EMAIL: null,
    }),
  ],
}

const resourceDimension: WorldTable = {
  name: 'RESOURCE_',
  key: ['RESOURCE_KEY'],
  columns: {
    RESOURCE_KEY: 'int not null primary key',
    TENANT_KEY: 'int not null',
    RESOURCE_NAME: 'varchar(255)',
    EMPLOYEE_ID: 'varchar(255)',
    AGENT_FIRST_NAME: 'varchar(64)',
    AGENT_LAST_NAME: 'varchar(64)',
  },
  rows: [
    {
      values: {
        RESOURCE_KEY: 1,
        TENANT_KEY: 1,
        RESOURCE_NAME: 'SueSmith',
        EMPLOYEE_ID: 'RR11243',
        AGENT_FIRST_NAME: 'Sue',
        AGENT_LAST_NAME: null,
      },
      owned: ['RESOURCE_NAME', 'EMPLOYEE_ID', 'AGENT_FIRST_NAME'].map(suesOwn),
    },
    nobody({
      RESOURCE_KEY: 2,
      TENANT_KEY: 2,
      RESOURCE_NAME: 'SueSmith',
      EMPLOYEE_ID: 'RR11243',
      AGENT_FIRST_NAME: 'Sue',
      AGENT_LAST_NAME: 'Smith',
    }),
  ],
}

const routingTargets: WorldTable = {
  name: 'ROUTING_TARGET',
  key: ['ROUTING_TARGET_KEY'],
  columns: {
    ROUTING_TARGET_KEY: 'int not null primary key',
    TENANT_KEY: 'int not null',
    TARGET_OBJECT_SELECTED: 'varchar(255)',
  },
  rows: [
    {
      values: { ROUTING_TARGET_KEY: 1, TENANT_KEY: 1, TARGET_OBJECT_SELECTED: 'SueSmith' },
      owned: [suesOwn('TARGET_OBJECT_SELECTED')],
    },
    nobody({ ROUTING_TARGET_KEY: 2, TENANT_KEY: 1, TARGET_OBJECT_SELECTED: 'SueSmithGroup' }),
  ],
}

export const infoMartWorld: readonly WorldTable[] = [
  interactions,
  resources,
  states,
  attempts,
  callbacks,
  listRecords,
  segments,
  userDataTable,
  mapping,
  agents,
  resourceDimension,
  routingTargets,
]
