/** What the dialects of SQL Server and Oracle say of errors, of TLS and of rights. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { mssqlConfig } from '../../../src/platform/sql/dialects/mssql-client.ts'
import { oracleConfig } from '../../../src/platform/sql/dialects/oracle-client.ts'
import { mssql } from '../../../src/platform/sql/dialects/mssql.ts'
import { oracle } from '../../../src/platform/sql/dialects/oracle.ts'
import { postgres } from '../../../src/platform/sql/dialects/postgres.ts'
import { sqlite } from '../../../src/platform/sql/dialects/sqlite.ts'
import type { DatabaseSettings } from '../../../src/platform/sql/settings.ts'
import { consumerTables, employeeTables, siteTables } from '../../../src/products/info-mart/tables.ts'
import { sqliteSettings, withFolder } from '../../support/databases.ts'

const driverError = (properties: object): Error => Object.assign(new Error('driver'), properties)

const dialects = { 'better-sqlite3': sqlite, pg: postgres, mssql, oracledb: oracle } as const

describe('an error of a driver', () => {
  it.each([
    ['lock', { number: 1205, code: 'EREQUEST' }],
    ['lock', { number: 1222, code: 'EREQUEST' }],
    ['missing-table', { number: 208, code: 'EREQUEST' }],
    ['missing-right', { number: 229, code: 'EREQUEST' }],
    ['login', { code: 'ELOGIN' }],
    ['login', { number: 18456, code: 'ELOGIN' }],
    ['no-database', { number: 4060, code: 'ELOGIN' }],
    ['certificate', { code: 'ESOCKET', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }],
    ['certificate', { code: 'ESOCKET', cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } }],
    ['no-tls', { code: 'EENCRYPT' }],
    ['constraint', { number: 547, code: 'EREQUEST' }],
    ['computed', { number: 271, code: 'EREQUEST' }],
    ['computed', { number: 4405, code: 'EREQUEST' }],
    ['trigger', { number: 3609, code: 'EREQUEST' }],
    ['trigger', { number: 50001, code: 'EREQUEST' }],
    ['too-long', { number: 2628, code: 'EREQUEST' }],
    ['too-old', { number: 195, code: 'EREQUEST' }],
    ['connection', { code: 'ESOCKET' }],
    ['connection', { code: 'EINVALIDSTATE' }],
    ['connection', { name: 'KnexTimeoutError' }],
    ['statement', { number: 102, code: 'EREQUEST' }],
    // The rollback after a cut connection fails too, and hides what ended the transaction.
    ['connection', { originalError: driverError({ code: 'ESOCKET' }) }],
    ['lock', { number: 3903, originalError: driverError({ number: 1205 }) }],
  ] as const)('of SQL Server: %s %j', (failure, properties) => {
    expect(dialects.mssql.failure(driverError(properties))).toBe(failure)
  })

  it('of SQL Server that names itself as its origin is read once', () => {
    const error = driverError({ number: 1205 })
    Reflect.set(error, 'originalError', error)
    expect(dialects.mssql.failure(error)).toBe('lock')
  })

  it.each([
    ['lock', { errorNum: 60, code: 'ORA-00060' }],
    ['lock', { errorNum: 54, code: 'ORA-00054' }],
    ['lock', { errorNum: 30006, code: 'ORA-30006' }],
    ['missing-table', { errorNum: 942, code: 'ORA-00942' }],
    ['missing-right', { errorNum: 1031, code: 'ORA-01031' }],
    ['login', { errorNum: 1017, code: 'ORA-01017' }],
    ['no-database', { errorNum: 12514, code: 'ORA-12514' }],
    ['certificate', { errorNum: 0, code: 'NJS-507' }],
    ...[2049, 4021].map((errorNum) => ['lock', { errorNum, code: `ORA-0${errorNum}` }] as const),
    ...[1555, 8103, 1410].map((errorNum) => ['interrupted', { errorNum, code: `ORA-0${errorNum}` }] as const),
    ['constraint', { errorNum: 2290, code: 'ORA-02290' }],
    ['computed', { errorNum: 54017, code: 'ORA-54017' }],
    ['trigger', { errorNum: 20001, code: 'ORA-20001' }],
    ['too-long', { errorNum: 22835, code: 'ORA-22835' }],
    ['type', { errorNum: 932, code: 'ORA-00932' }],
    ['connection', { errorNum: 3113, code: 'ORA-03113' }],
    ['connection', { errorNum: 0, code: 'NJS-503' }],
    ['type', { errorNum: 1722, code: 'ORA-01722' }],
    ['statement', { errorNum: 933, code: 'ORA-00933' }],
    ['statement', { code: 'NJS-044' }],
  ] as const)('of Oracle: %s %j', (failure, properties) => {
    expect(dialects.oracledb.failure(driverError(properties))).toBe(failure)
  })
})

const network: DatabaseSettings = {
  ...sqliteSettings(''),
  client: 'mssql',
  host: 'db.example.com',
  database: 'gim',
  user: 'lethe',
  password: 'secret',
  tls: { mode: 'required' },
}

describe('TLS', () => {
  it('is asked of SQL Server, with its certificate verified, and searches have no time limit', () => {
    const { connection } = mssqlConfig(network)
    expect(connection).toMatchObject({
      requestTimeout: 0,
      options: { encrypt: true, trustServerCertificate: false, cryptoCredentialsDetails: { minVersion: 'TLSv1.2' } },
    })
    expect(mssqlConfig({ ...network, tls: { mode: 'off' } }).connection).toMatchObject({ options: { encrypt: false } })
  })

  it('is asked of Oracle, with authorities, certificate and key as one text in the place of a wallet', () =>
    withFolder(async (folder) => {
      const [ca, cert, key] = ['ca', 'cert', 'key'].map((name) => join(folder, `${name}.pem`))
      if (ca === undefined || cert === undefined || key === undefined) throw new Error('no names')
      await Promise.all([writeFile(ca, 'CA'), writeFile(cert, 'CERT'), writeFile(key, 'KEY')])
      const tls = { mode: 'required', caFile: ca, certFile: cert, keyFile: key, serverName: 'CN=db' } as const
      expect(oracleConfig({ ...network, port: 2484, tls }).connection).toEqual({
        user: 'lethe',
        password: 'secret',
        connectString: 'tcps://db.example.com:2484/gim',
        sslServerDNMatch: true,
        sslServerCertDN: 'CN=db',
        walletContent: 'CA\nCERT\nKEY',
      })
      const plain = oracleConfig({ ...network, tls: { mode: 'off' } })
      expect(plain.connection).toMatchObject({ connectString: 'tcp://db.example.com:1521/gim' })
    }))
})

describe('a grant', () => {
  it.each([
    ['mssql', 'GRANT UPDATE ([A], [B]]C]) ON OBJECT::[dbo].[T] TO [lethe];'],
    ['oracledb', 'GRANT SELECT, UPDATE ("A", "B]C") ON "dbo"."T" TO LETHE;'],
    ['pg', 'GRANT UPDATE ("A", "B]C") ON "dbo"."T" TO "lethe";'],
  ] as const)('in the words of %s', (client, statement) => {
    const table = { schema: 'dbo', name: 'T' }
    expect(dialects[client].grant({ right: 'UPDATE', table, columns: ['A', 'B]C'], login: 'lethe' })).toBe(statement)
  })

  it.each([
    ['mssql', 'mssql', 'dbo', (name: string) => name],
    ['oracledb', 'oracle', 'GIM', (name: string) => name],
    ['pg', 'postgres', 'public', (name: string) => name.toLowerCase()],
  ] as const)(
    'for every documented table and column stands in the file for %s',
    async (client, folder, schema, fold) => {
      const file = await readFile(new URL(`../../../sql/${folder}/grants.sql`, import.meta.url), 'utf8')
      const maps = [...consumerTables, ...employeeTables, ...siteTables]
      expect(maps.length).toBeGreaterThan(10)
      for (const map of maps) {
        const table = { schema, name: fold(map.table) }
        const columns = map.columns.map(({ column }) => fold(column))
        const { grant } = dialects[client]
        expect(file).toContain(grant({ right: 'SELECT', table, columns: [], login: 'lethe' }))
        expect(file).toContain(grant({ right: 'UPDATE', table, columns, login: 'lethe' }))
      }
    },
  )
})
