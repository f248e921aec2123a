/** A connection that is cut or refused while a product is checked is a passing failure, in every product over tables. */

import { createServer } from 'node:net'

import { describe, expect, it } from 'vitest'

import { openDatabase } from '../../src/platform/sql/open.ts'
import { infoMart } from '../../src/products/info-mart/info-mart.ts'
import { outbound } from '../../src/products/outbound/outbound.ts'
import { tables } from '../../src/products/tables/tables.ts'
import { tenant } from '../contract/corpus.ts'
import { postgresSettings } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'

const lead = { table: 'LEAD', tenant: null, columns: [{ column: 'PHONE', identifies: ['phone'] }] } as const

describe.each([
  [
    'info-mart',
    (tools: ReturnType<typeof toolsFor>) =>
      infoMart.open({ database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'] }, tenant, tools),
  ],
  [
    'outbound',
    (tools: ReturnType<typeof toolsFor>) =>
      outbound.open({ database: 'world', callingLists: [{ table: 'CL_SALES' }] }, tenant, tools),
  ],
  ['tables', (tools: ReturnType<typeof toolsFor>) => tables.open({ database: 'world', tables: [lead] }, tenant, tools)],
] as const)('%s', (_, open) => {
  it.each(['pg', 'mssql'] as const)('is tried again when the server hangs up: %s', async (client) => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const database = await openDatabase('world', { ...postgresSettings('gim'), client, port })
    try {
      const session = await open(toolsFor(database))
      await expect(session.check('forget')).rejects.toMatchObject({ code: 'connection', retryable: true })
    } finally {
      await database.close()
      server.close()
    }
  })
})
