/** Data that the Info Mart deletes by itself: the source's two formulas, the 30 days, and the dates a run tells. */

import { expect, test } from 'vitest'

import { retentionComplaints, shortLivedRemark } from '../../../src/products/info-mart/retention.ts'
import { subjects } from '../../contract/corpus.ts'
import { withSqlite } from '../../support/databases.ts'
import { complaints, createEmpty, open } from './support.ts'

const remedies = (...[retention]: Parameters<typeof retentionComplaints>) =>
  retentionComplaints(retention).map(({ remedy }) => remedy)

/** Worked examples of the source: a week of multimedia, ten days of outbound, three days of buffer. */
const partitioned = {
  buffer: 3,
  'partitioning-interval-size-gidb-mm': 604_800,
  'partitioning-interval-size-gidb-ocs': 864_000,
} as const

test('options that follow the formulas are in order', () => {
  expect(remedies({ ...partitioned, 'days-to-keep-active-facts': 20, 'days-to-keep-gidb-facts': 17 })).toEqual([])
  expect(remedies({})).toEqual([])
})

test('each that does not is warned of with the value that it may have', () => {
  expect(remedies({ ...partitioned, 'days-to-keep-active-facts': 21, 'days-to-keep-gidb-facts': 18 })).toEqual([
    'days-to-keep-active-facts = 20',
    'days-to-keep-gidb-facts = 17',
  ])
  // The documented defaults are too long for a partition of a week.
  expect(remedies({ 'partitioning-interval-size-gidb-mm': 604_800 })).toEqual(['days-to-keep-active-facts = 23'])
  expect(remedies({ buffer: 1 })).toEqual(['days-to-keep-active-facts = 29'])
  expect(remedies({ 'partitioning-interval-size-gidb': 129_600, 'days-to-keep-gidb-facts': 29 })).toEqual([
    'days-to-keep-gidb-facts = 28',
  ])
})

test('exported files and the history of the Info Mart’s own job may be kept for 30 days', () => {
  expect(remedies({ 'days-to-keep-output-files': 30, 'days-to-keep-gdpr-history': 30, buffer: 0 })).toEqual([])
  expect(remedies({ 'days-to-keep-output-files': 31, 'days-to-keep-gdpr-history': 40 })).toEqual([
    'days-to-keep-output-files = 30',
    'days-to-keep-gdpr-history = 30',
  ])
})

test('nothing is said where the settings do not give the site’s values', () => {
  expect(remedies(undefined)).toEqual([])
  expect(shortLivedRemark(undefined, new Date())).toBeNull()
})

test('a run tells what it does not search, and by when it is deleted', () => {
  const now = new Date('2018-05-25T10:00:00Z')
  expect(shortLivedRemark({ 'days-to-keep-gidb-facts': 10 }, now)).toBe(
    'not searched, and deleted by the Info Mart itself: active interactions in GIDB and staging tables by 2018-06-24; ' +
      'facts in GIDB by 2018-06-04; files of Job_ExportGIM by 2018-06-08; ' +
      'the history of the Info Mart’s own job by 2018-06-09',
  )
  const late = { 'days-to-keep-gidb-facts': 10, 'partitioning-interval-size-gidb': 604_800 }
  expect(shortLivedRemark(late, now)).toContain('facts in GIDB by 2018-06-11')
})

test('doctor and every run hear of it', async () => {
  await withSqlite(async (database) => {
    await createEmpty(database)
    const retention = { 'days-to-keep-output-files': 60 }
    expect(await complaints(database, { retention })).toMatchObject([
      { severity: 'warning', place: 'days-to-keep-output-files' },
    ])
    const remarks = await (await open(database, { retention })).remarks?.(subjects.slice(1, 2))
    expect(remarks).toEqual([expect.stringContaining('facts in GIDB by 20')])
  })
})
