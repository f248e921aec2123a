/** Sessions of a Reporting Server: call records with SIP URIs, what hangs on them, and events that outlive them. */

import { phones, strangers } from './corpus.ts'
import type { OwnedCell, WorldRow, WorldTable } from './table-world.ts'

const [ada, ben, cleo, dan] = ['1.consumer-1', '1.consumer-2', '1.consumer-3', '2.consumer-1'] as const
type Owner = readonly [subject: string, consumerId: string]

const adas: readonly Owner[] = [[ada, phones.ada]]
const dans: readonly Owner[] = [
  [dan, phones.dan],
  [dan, phones.danAgain],
]
const shared: readonly Owner[] = [
  ['2.consumer-2', phones.shared],
  ['2.consumer-3', phones.shared],
]

/** Session ids as the source has them. */
const session = (n: number): string => `018401A9-${(0x10005200 + n).toString(16).toUpperCase()}`

const company = 'sip:8005550100@10.0.0.2:5060'

/** What is told of it: the user part of the URI. */
interface Call {
  readonly n: number
  readonly remote: string | null
  readonly local?: string
  readonly told?: string
  readonly owners?: readonly Owner[]
}

const calls: readonly Call[] = [
  { n: 1, remote: 'sip:+12125550101@10.0.0.1:5060;transport=udp', told: '+12125550101', owners: adas },
  { n: 2, remote: 'sips:2125550101;ext=1@10.0.0.1', told: '2125550101;ext=1', owners: adas },
  { n: 3, remote: 'tel:+442079460103', told: '+442079460103', owners: [[cleo, phones.cleo]] },
  { n: 4, remote: 'sip:555550102@gw.example.com', told: '555550102', owners: [[ben, phones.ben]] },
  { n: 5, remote: 'sip:+12125550199@10.0.0.1', told: '+12125550199', owners: shared },
  { n: 6, remote: 'anonymous@anonymous.invalid' },
  { n: 7, remote: null },
  ...strangers.phones.map((phone, i) => ({ n: 100 + i, remote: `sip:${phone.replaceAll(' ', '')}@10.0.0.1` })),
]

function owned(column: string, owners: readonly Owner[]): readonly OwnedCell[] {
  return owners.length === 0 ? [] : [{ column, owners }]
}

function recordOf({ n, remote, local = company, owners = [] }: Call): WorldRow {
  const values = { session_ID: session(n), REMOTE_URI: remote, LOCAL_URI: local, STATE: 1 }
  return { values, owned: owned('REMOTE_URI', owners) }
}

const cdrColumns = {
  session_ID: 'varchar(64) not null',
  REMOTE_URI: 'varchar(255)',
  LOCAL_URI: 'varchar(255)',
  STATE: 'int',
}

const variable = (n: number, name: string, value: string | null, owners: readonly Owner[] = []): WorldRow => ({
  values: { session_ID: session(n), NAME: name, VAR_VALUE: value },
  owned: value === null ? [] : owned('VAR_VALUE', owners),
})

const event = (n: number, at: number, text: string, owners: readonly Owner[] = []): WorldRow => ({
  values: { session_ID: session(n), EVENT_TIME: at, MESSAGE: text },
  owned: owned('MESSAGE', owners),
})

export const world: readonly WorldTable[] = [
  {
    name: 'MCP_CDR',
    key: ['session_ID'],
    columns: { ...cdrColumns },
    constraint: 'primary key (session_ID)',
    rows: calls.map(recordOf),
  },
  {
    name: 'RM_CDR',
    key: ['session_ID', 'LEG'],
    columns: { session_ID: 'varchar(64)', LEG: 'int', CALLER: 'varchar(128)', CALLED: 'varchar(128)' },
    rows: [
      {
        values: { session_ID: session(1), LEG: 1, CALLER: '+1 (212) 555-0101', CALLED: '8005550100' },
        owned: owned('CALLER', adas),
      },
      {
        values: { session_ID: session(1), LEG: 2, CALLER: '8005550100', CALLED: 'sip:2125550111@10.0.0.9' },
        owned: [],
      },
    ],
  },
  {
    name: 'CCP_CDR',
    key: ['session_ID'],
    columns: { session_ID: 'varchar(64)', REMOTE_URI: 'varchar(255)' },
    rows: [{ values: { session_ID: session(100), REMOTE_URI: 'sip:2125550100@10.0.0.1' }, owned: [] }],
  },
  {
    name: 'MCP_CDR_EXT',
    key: ['session_ID'],
    columns: { session_ID: 'varchar(64)', EXT_TEXT: 'varchar(255)' },
    rows: [
      { values: { session_ID: session(1), EXT_TEXT: 'pin 4711' }, owned: owned('EXT_TEXT', adas) },
      { values: { session_ID: session(100), EXT_TEXT: 'pin 0815' }, owned: [] },
    ],
  },
  {
    name: 'CUSTOM_VARS',
    key: ['session_ID', 'NAME'],
    columns: { session_ID: 'varchar(64)', NAME: 'varchar(64)', VAR_VALUE: 'varchar(255)' },
    rows: [
      variable(1, 'account', 'A-1', adas),
      variable(1, 'city', 'Boston', adas),
      variable(1, 'empty', null),
      variable(5, 'account', 'A-5', shared),
      variable(100, 'account', 'A-100'),
    ],
  },
  {
    name: 'VAR_CDRS',
    key: ['session_ID', 'LINE'],
    columns: { session_ID: 'varchar(64)', LINE: 'int', CALL_RESULT: 'varchar(64)' },
    rows: [
      {
        values: { session_ID: session(3), LINE: 1, CALL_RESULT: 'SUCCESS by Cleo' },
        owned: owned('CALL_RESULT', [[cleo, phones.cleo]]),
      },
      { values: { session_ID: session(6), LINE: 1, CALL_RESULT: 'FAILED' }, owned: [] },
    ],
  },
  {
    name: 'EVENT_LOGS',
    key: ['session_ID', 'EVENT_TIME'],
    columns: { session_ID: 'varchar(64)', EVENT_TIME: 'int', MESSAGE: 'varchar(500)' },
    rows: [
      event(1, 1, 'incall from sip:+12125550101@10.0.0.1 to 8005550100', adas),
      event(1, 2, 'prompt played'),
      event(100, 1, 'incall from 2125550111 to 8005550100'),
      // The call record is gone, the events remain.
      event(900, 1, 'dialed (212) 555-0104, no answer, then 2125550111', dans),
      event(901, 1, 'dialed 2125550111'),
    ],
  },
]

/** One finding for a column and session: equal texts once, in order. */
export const expected: readonly string[] = [
  ...calls.flatMap(({ n, told, owners = [] }) => lines(owners, 'MCP_CDR', 'REMOTE_URI', session(n), told ?? '')),
  ...lines(adas, 'RM_CDR', 'CALLER', session(1), '+1 (212) 555-0101'),
  ...lines(adas, 'MCP_CDR_EXT', 'EXT_TEXT', session(1), 'pin 4711'),
  ...lines(adas, 'CUSTOM_VARS', 'VAR_VALUE', session(1), 'A-1\nBoston'),
  ...lines(shared, 'CUSTOM_VARS', 'VAR_VALUE', session(5), 'A-5'),
  ...lines([[cleo, phones.cleo]], 'VAR_CDRS', 'CALL_RESULT', session(3), 'SUCCESS by Cleo'),
  ...lines(adas, 'EVENT_LOGS', 'MESSAGE', session(1), '+12125550101'),
  ...lines(dans, 'EVENT_LOGS', 'MESSAGE', session(900), '212) 555-0104'),
].sort()

function lines(owners: readonly Owner[], ...rest: readonly string[]): readonly string[] {
  return owners.map((owner) => [...owner, ...rest].join(' | '))
}
