/** Holds by command in the record, on the engines that it stands on: added, released once, and purged by nothing. */

import { describe, expect, test } from 'vitest'

import type { NotedHold } from '../../../src/domain/hold.ts'
import { findFindingTable } from '../../../src/records/findings/finding-table.ts'
import { openFindings } from '../../../src/records/findings/findings.ts'
import { notedHolds } from '../../../src/records/findings/holds/noted-holds.ts'
import { openHistory } from '../../../src/records/history/history.ts'
import { engines } from '../../support/engines.ts'
import { collect } from '../../support/people.ts'

const hold: NotedHold = {
  id: 'a1',
  kind: 'phone',
  keys: ['fingerprint'],
  isHidden: true,
  identifier: null,
  reason: 'Fall 12 – Gericht',
  until: '2030-01-31',
  answer: 'retained',
  tenant: 'acme',
  by: 'R. Stone',
  at: '2026-01-02T03:04:05.000Z',
  mark: 'mark',
  released: null,
}
const acme = { tenantKey: 1, createdTs: 1 }

describe.each(engines)('on $name', ({ withDatabase }) => {
  test('stand as they were noted, for the tenant of the key or the name, until they are released once', async () => {
    await withDatabase(async (database, { client }) => {
      const history = await openHistory(database, { client, create: true })
      const findings = await openFindings(database, { client, create: true, history, newToken: () => 't' })
      const table = await findFindingTable(database)
      if (table === null) throw new Error('no record')
      await findings.addHold(hold, acme)
      await findings.addHold({ ...hold, id: 'b2', kind: 'row', until: null, at: '2026-01-03T00:00:00.000Z' }, acme)
      await findings.addHold({ ...hold, id: 'c3', tenant: 'other' }, { ...acme, tenantKey: 2 })
      const later = { ...hold, id: 'b2', kind: 'row', until: null, at: '2026-01-03T00:00:00.000Z' }
      expect(await notedHolds(table, { tenantKey: 1, name: 'acme' })).toEqual([hold, later])
      expect(await notedHolds(table, { tenantKey: 9, name: 'acme' })).toHaveLength(2)
      expect(await notedHolds(table, { tenantKey: 9, name: 'nobody' })).toEqual([])

      const released = { by: 'P. Moss', at: '2026-02-01T00:00:00.000Z' }
      await findings.releaseHold({ id: 'a1', ...released }, acme)
      await expect(findings.releaseHold({ id: 'a1', ...released, by: 'another' }, acme)).rejects.toThrow()
      expect((await notedHolds(table, { tenantKey: 1, name: 'acme' })).map((one) => one.released)).toEqual([
        released,
        null,
      ])

      // No run has them, so no purge comes by.
      expect(await collect(findings.runs())).toEqual([])
    })
  })
})
