/** A connection that does not come about is told as what it is: certificate, TLS, user or database. */

import { describe, expect, it } from 'vitest'

import { openDatabase } from '../../../src/platform/sql/open.ts'
import type { DatabaseSettings, TlsSettings } from '../../../src/platform/sql/settings.ts'
import { certified, withPostgresBehind, type Identity } from '../../support/certificates.ts'
import { postgresSettings } from '../../support/engines.ts'
import { withTdsServer } from '../../support/tds-server.ts'

/** Rejects with what the first statement fails with. */
async function look(settings: DatabaseSettings): Promise<void> {
  const database = await openDatabase('gim', settings)
  try {
    await database.describe('INTERACTION_FACT')
  } finally {
    await database.close()
  }
}

const certificate = {
  code: 'connection',
  retryable: false,
  message: expect.stringMatching(/^database `gim`: the certificate of the server is not trusted/),
}
const noTls = { code: 'connection', retryable: false, message: expect.stringMatching(/do not agree on TLS/) }
const login = {
  code: 'missing-right',
  retryable: false,
  message: expect.stringMatching(/the server refused the login; check `user` and `password`/),
}
const noDatabase = { code: 'connection', message: expect.stringMatching(/has no such database/) }

describe('SQL Server', () => {
  const settings = (port: number, tls: TlsSettings): DatabaseSettings => ({
    ...postgresSettings('gim'),
    client: 'mssql',
    host: 'localhost',
    port,
    tls,
  })

  it.each([
    ['an authority that is not trusted', ({ otherCaFile }: Identity) => ({ caFile: otherCaFile })],
    ['another name', ({ caFile }: Identity) => ({ caFile, serverName: 'db.example.com' })],
    ['no authority named', () => ({})],
  ])('a certificate under %s', (_, tlsOf) =>
    certified(async (identity) => {
      await withTdsServer({ tls: identity.tls, errors: [] }, async (port, logins) => {
        await expect(look(settings(port, { mode: 'required', ...tlsOf(identity) }))).rejects.toMatchObject(certificate)
        expect(logins()).toBe(0)
      })
    }),
  )

  it('a server without TLS is sent no password where TLS is required', () =>
    withTdsServer({ errors: [18456] }, async (port, logins) => {
      await expect(look(settings(port, { mode: 'required' }))).rejects.toMatchObject(noTls)
      expect(logins()).toBe(0)
    }))

  it('a server that requires TLS, and settings without', () =>
    certified(({ tls }) =>
      withTdsServer({ tls, errors: [] }, (port) =>
        expect(look(settings(port, { mode: 'off' }))).rejects.toMatchObject(noTls),
      ),
    ))

  it.each([
    ['a wrong user or password', [18456], login],
    ['a password that is over', [18488], login],
    ['a wrong database', [4060, 18456], noDatabase],
    ['a missing default database', [4064, 18456], noDatabase],
  ])('%s', (_, errors, told) =>
    withTdsServer({ errors }, (port) => expect(look(settings(port, { mode: 'off' }))).rejects.toMatchObject(told)),
  )
})

describe('PostgreSQL', () => {
  const off = { mode: 'off' } as const

  it.each([
    ['a wrong password', { password: 'wrong' }, login],
    ['a wrong user', { user: 'nobody' }, login],
    ['a wrong database', { database: 'nowhere' }, noDatabase],
    ['a server without TLS where TLS is required', { tls: { mode: 'required' } as const }, noTls],
  ])('%s', async (_, wrong, told) => {
    await expect(look({ ...postgresSettings('postgres'), tls: off, ...wrong })).rejects.toMatchObject(told)
  })

  it.each([
    ['an authority that is not trusted', ({ otherCaFile }: Identity) => ({ caFile: otherCaFile })],
    ['another name', ({ caFile }: Identity) => ({ caFile, serverName: 'db.example.com' })],
    ['no authority named', () => ({})],
  ])('a certificate under %s', (_, tlsOf) =>
    certified((identity) =>
      withPostgresBehind(identity.tls, async (port) => {
        const tls = { mode: 'required', ...tlsOf(identity) } as const
        const settings = { ...postgresSettings('gim'), host: 'localhost', port, tls }
        await expect(look(settings)).rejects.toMatchObject(certificate)
      }),
    ),
  )
})
