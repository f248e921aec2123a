/** Execution logs: what a sender gets back, for both bodies and for a refused file. */

import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { IdentifierOutcome } from '../../../src/domain/outcome.ts'
import type { ProductReport } from '../../../src/domain/report.ts'
import type { ProductOutcome } from '../../../src/domain/step.ts'
import type { IdentifierPlace } from '../../../src/domain/request.ts'
import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { clearLeftovers, writeExecutionLog, writeRejection } from '../../../src/stages/delivery/deliver.ts'
import { buildExecutionLog } from '../../../src/stages/delivery/execution-log.ts'
import { jsonMembers } from '../../../src/platform/text/json-members.ts'
import { testSeal } from '../../support/seal.ts'
import { rejectionText, type Rejection } from '../../../src/stages/delivery/rejection.ts'

let valid: (document: unknown) => boolean = () => false

beforeAll(async () => {
  const schema = new URL('../../../schemas/execution-log.schema.json', import.meta.url)
  valid = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(schema, 'utf8')),
  )
})

const times = { startedAt: '2026-01-01T03:00:00.000Z', finishedAt: '2026-01-01T03:00:04.250Z' }

const product = (outcome: ProductOutcome): ProductReport => ({
  product: 'info-mart',
  outcome,
  evaluated: 12,
  found: 3,
  erased: 3,
  left: 0,
  deferred: 0,
  reason: outcome === 'done' ? null : 'table LDR_FACT is missing; list it in `exclude`',
  warnings: [],
  usualSpellings: [],
})

/** Where every spelling was read, nothing is said of it. */
const { usualSpellings: _none, ...told } = product('done')

const attempted = (outcome: ProductOutcome) => {
  const { evaluated: _evaluated, warnings: _warnings, usualSpellings: _usualSpellings, ...rest } = product(outcome)
  return rest
}

const report = (...outcomes: ProductOutcome[]) => ({
  declared: [],
  id: 'run-1',
  tenant: 'acme',
  action: 'forget' as const,
  ...times,
  attempt: 1,
  products: outcomes.map(product),
  attempts: [{ attempt: 1, ...times, products: outcomes.map(attempted) }],
  createdTs: 1_767_225_600,
  ended: null,
})

const place = (pointer: string, problem: string | null = null): IdentifierPlace => ({
  pointer,
  kind: 'phone',
  subjectKey: '1.consumer-1',
  normal: problem === null ? '+17815550100' : null,
  problem,
})

const cloud = {
  action: 'forget' as const,
  fileName: 'forget-20260101_case.json',
  sha256: sha256('file'),
  form: 'cloud' as const,
  document: {
    requests: [
      { requestcase: '97', shortcodes: ['11111'], type: 'FORGET', contacts: [{ phone: '+1 781 555 0100' }] },
      { type: 'FORGET', contacts: [{ phone: '617 555 0101' }, { email: 'jane@example.com' }] },
    ],
  },
  subjects: [],
  receivedAt: null,
  places: [
    place('/requests/0/contacts/0'),
    place('/requests/1/contacts/0', 'incorrect device format'),
    place('/requests/1/contacts/1'),
  ],
}

const onPremises = {
  ...cloud,
  fileName: 'forget-01012026-case.json',
  form: 'on-premises' as const,
  document: {
    caseid: '123',
    consumers: [{ consumer: [{ name: 'Jane Doe' }, { phone: '5550100' }, { cti_fields: 'x' }] }],
    'gim-attached-data': { kvlist: ['AcctNum'] },
    employees: [{ employee: [{ username: 'jdoe' }] }],
  },
  receivedAt: null,
  places: [place('/consumers/0/consumer/0'), place('/consumers/0/consumer/1'), place('/employees/0/employee/0')],
}

const outcomes = new Map<string, IdentifierOutcome>([
  ['/requests/0/contacts/0', { kind: 'found' }],
  ['/requests/1/contacts/1', { kind: 'not-found' }],
  ['/consumers/0/consumer/0', { kind: 'not-searched' }],
  ['/consumers/0/consumer/1', { kind: 'deferred', reason: 'record is held by the dialer' }],
  ['/employees/0/employee/0', { kind: 'failed', reason: 'info-mart: table RESOURCE_ is missing' }],
])

describe('the execution log of the cloud body', () => {
  const log = buildExecutionLog({ request: cloud, report: report('done'), outcomes }, testSeal)

  it('returns the requests unchanged and a result like them with a response each', () => {
    expect(log['requests']).toEqual(cloud.document.requests)
    expect(log['result']).toEqual([
      {
        requestcase: '97',
        shortcodes: ['11111'],
        type: 'FORGET',
        contacts: [{ phone: '+1 781 555 0100', response: 'SUCCESS' }],
      },
      {
        type: 'FORGET',
        contacts: [
          { phone: '617 555 0101', response: 'ERROR: incorrect device format' },
          { email: 'jane@example.com', response: 'SUCCESS: not found' },
        ],
      },
    ])
  })

  it('tells of the run', () => {
    expect(log['run']).toEqual({
      seal: aSeal,
      id: 'run-1',
      tenant: 'acme',
      action: 'forget',
      ...times,
      sha256: cloud.sha256,
      attempt: 1,
      outcome: 'done',
      products: [told],
      createdTs: 1_767_225_600,
      fileNumber: 1,
      attempts: [{ attempt: 1, ...times, outcome: 'done', products: [attempted('done')] }],
    })
  })

  it('is valid', () => {
    expect(valid(log)).toBe(true)
  })
})

describe('the execution log of the on-premises body', () => {
  const log = buildExecutionLog({ request: onPremises, report: report('done', 'deferred'), outcomes }, testSeal)

  it('returns the document unchanged and the whole of it again with responses', () => {
    expect(log).toMatchObject(onPremises.document)
    expect(log['result']).toEqual({
      caseid: '123',
      consumers: [
        {
          consumer: [
            {
              name: 'Jane Doe',
              response: 'SUCCESS: not searched (no enabled product searches by this kind of identifier)',
            },
            { phone: '5550100', response: 'ERROR: deferred: record is held by the dialer' },
            { cti_fields: 'x' },
          ],
        },
      ],
      'gim-attached-data': { kvlist: ['AcctNum'] },
      employees: [{ employee: [{ username: 'jdoe', response: 'ERROR: info-mart: table RESOURCE_ is missing' }] }],
    })
  })

  it('is valid', () => {
    expect(valid(log)).toBe(true)
  })
})

describe('the outcome of a run', () => {
  it.each<readonly [readonly ProductOutcome[], string]>([
    [['done', 'done'], 'done'],
    [['done', 'deferred'], 'deferred'],
    [['failed', 'deferred', 'done'], 'failed'],
  ])('of %j is %s', (products, outcome) => {
    const log = buildExecutionLog({ request: cloud, report: report(...products), outcomes }, testSeal)
    expect(log['run']).toMatchObject({ outcome })
  })
})

it('never answers an identifier that nobody has an outcome for', () => {
  const building = () => buildExecutionLog({ request: cloud, report: report('done'), outcomes: new Map() }, testSeal)
  expect(building).toThrow('/requests/0/contacts/0')
})

const rejection = {
  fileName: 'forget-20260101_case.json',
  sha256: sha256('file'),
  members: jsonMembers('{ "requests": [], "other": 1 }'),
  problems: [
    { pointer: '/other', rule: 'unknown-key', message: 'remove `other`' },
    { pointer: '/requests', rule: 'min-items', message: '`requests` must have an entry' },
  ],
  run: { id: 'run-2', tenant: 'acme', action: 'forget' as const, ...times },
}

const aSeal = expect.stringMatching(/^[\w-]{43}$/)

const parsed = (refused: Rejection): Record<string, unknown> => JSON.parse(rejectionText(refused, testSeal))

describe('the execution log of a refused file', () => {
  it('returns the document and lists everything wrong with it', () => {
    const log = parsed(rejection)
    expect(log).toEqual({
      requests: [],
      other: 1,
      problems: rejection.problems,
      run: { ...rejection.run, sha256: rejection.sha256, outcome: 'rejected', seal: aSeal },
    })
    expect(valid(log)).toBe(true)
  })

  it('is valid without a document and without an action', () => {
    const log = parsed({ ...rejection, members: [], run: { ...rejection.run, action: null } })
    expect(Object.keys(log)).toEqual(['problems', 'run'])
    expect(valid(log)).toBe(true)
  })

  it('returns every member as it was written: long numbers, escapes, and both of two equal keys', () => {
    const members = [
      '"caseid" : 12345678901234567890',
      '"n":[1e999, -0, 1.10,{"\\u0061":"\\ud800\\/"}]',
      '"consumers":[{"consumer":[]}]',
      '"consumers":[]',
      '"__proto__":{"run":1}',
    ]
    const refused = { ...rejection, members: jsonMembers(` {\r\n${members.join(' ,\t')} } `) }
    for (const member of members) expect(rejectionText(refused, testSeal)).toContain(`\n  ${member},\n`)
    expect(valid(parsed(refused))).toBe(true)
  })

  it('cannot be made to look processed by a document that brings our own keys, which come back apart', () => {
    const text = '{"result":[1],"r\\u0075n":{"outcome":"done"},"problems":"none","submitted":7,"caseid":"1"}'
    const log = parsed({ ...rejection, members: jsonMembers(text) })
    expect(Object.keys(log)).toEqual(['caseid', 'submitted', 'problems', 'run'])
    expect(log['run']).toMatchObject({ outcome: 'rejected' })
    expect(log['submitted']).toEqual({ result: [1], run: { outcome: 'done' }, problems: 'none', submitted: 7 })
    expect(valid(log)).toBe(true)
  })
})

describe('the schema of the execution log', () => {
  const log = buildExecutionLog({ request: cloud, report: report('done'), outcomes }, testSeal)

  it.each([
    ['no run', { ...log, run: undefined }],
    ['no result', { requests: cloud.document.requests, run: log['run'] }],
    ['an identifier without response', { ...log, result: cloud.document.requests }],
    ['a processed file with problems', { ...log, problems: rejection.problems }],
    ['a refused file with a result', { ...parsed(rejection), result: [] }],
    ['a refused file without a problem', parsed({ ...rejection, problems: [] })],
  ])('refuses %s', (_what, document) => {
    expect(valid(JSON.parse(JSON.stringify(document)))).toBe(false)
  })
})

describe('the file of an execution log', () => {
  let directory = ''

  beforeEach(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), 'lethe-delivery-')))
  })

  afterEach(async () => {
    await rm(directory, { recursive: true })
  })

  it('stands beside the request file when the folder is shared, readable for people', async () => {
    const processed = { request: cloud, report: report('done'), outcomes }
    const path = await writeExecutionLog(processed, { directory, layout: 'shared', mode: 0o640, seal: testSeal })
    expect(path).toBe(join(directory, 'forget-20260101_case-execution-log.json'))
    const written = await readFile(path, 'utf8')
    expect(written).toBe(`${JSON.stringify(buildExecutionLog(processed, testSeal), null, 2)}\n`)
    expect((await lstat(path)).mode & 0o777).toBe(0o640)
    expect(await readdir(directory)).toEqual(['forget-20260101_case-execution-log.json'])
  })

  it('is written anew after a further attempt', async () => {
    const shared = { directory, layout: 'shared', mode: 0o640, seal: testSeal } as const
    await writeExecutionLog({ request: cloud, report: report('failed'), outcomes }, shared)
    const again = { ...report('done'), attempt: 2 }
    const path = await writeExecutionLog({ request: cloud, report: again, outcomes }, shared)
    expect(JSON.parse(await readFile(path, 'utf8')).run).toMatchObject({ attempt: 2, outcome: 'done' })
  })

  it('stands in `GDPR_Result`, made when missing, when answers have a folder of their own', async () => {
    const place = { directory, layout: 'submit-result', mode: 0o640, seal: testSeal } as const
    const path = await writeRejection({ ...rejection, fileName: 'FORGET-20260101_case.JSON' }, place)
    expect(path).toBe(join(directory, 'GDPR_Result', 'FORGET-20260101_case.JSON-execution-log.json'))
    expect((await lstat(join(directory, 'GDPR_Result'))).mode & 0o777).toBe(0o750)
    await writeRejection(rejection, place)
    expect(await readdir(join(directory, 'GDPR_Result'))).toHaveLength(2)
  })

  it('is not written through a link in the place of `GDPR_Result`', async () => {
    await mkdir(join(directory, 'elsewhere'))
    await symlink(join(directory, 'elsewhere'), join(directory, 'GDPR_Result'))
    const writing = writeRejection(rejection, { directory, layout: 'submit-result', mode: 0o640, seal: testSeal })
    await expect(writing).rejects.toMatchObject({ code: 'file', message: expect.stringContaining('not a folder') })
    expect(await readdir(join(directory, 'elsewhere'))).toEqual([])
  })

  it('never leaves the folder, whatever the file is called', async () => {
    const writing = writeRejection(
      { ...rejection, fileName: '../forget-20260101_case.json' },
      { directory, layout: 'shared', mode: 0o640, seal: testSeal },
    )
    await expect(writing).rejects.toThrow('with a folder in it')
  })

  it('that a killed process left half written is cleared away', async () => {
    const place = { directory, layout: 'submit-result', mode: 0o640, seal: testSeal } as const
    expect(await clearLeftovers(place)).toBe(0)
    await writeRejection(rejection, place)
    await writeFile(join(directory, 'GDPR_Result', '.lethe-0a1b.tmp'), 'half')
    expect(await clearLeftovers(place)).toBe(1)
    expect(await readdir(join(directory, 'GDPR_Result'))).toEqual(['forget-20260101_case-execution-log.json'])
  })
})
