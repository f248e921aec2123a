/** Voicemail in the Cassandra store: each row is given its time once, and nothing of what others write is undone. */

import { createServer } from 'node:net'

import { describe, expect, test } from 'vitest'

import type { Effect } from '../../../src/domain/effect.ts'
import { StepFailed } from '../../../src/domain/errors.ts'
import { asRecorded, isFinding, type Finding } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import type { CassandraSettings } from '../../../src/products/feature-server/cassandra/settings.ts'
import { featureServer } from '../../../src/products/feature-server/feature-server.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { certified } from '../../support/certificates.ts'
import { withCqlServer, type CqlServer, type CqlServerOptions } from '../../support/cql-server.ts'
import { ada, searched, utcTenant } from '../../support/feature-server-site.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'
import { idBytes, idOf, usualColumns, VoicemailStoreOf } from '../../support/voicemail-store.ts'

const dayS = 86_400
const messages = [
  { n: 1, caller: '+1 781 555 0101', sound: 'RIFF hers' },
  { n: 2, caller: '7815550102', sound: 'RIFF his' },
  { n: 3, caller: 'sip:7815550101@example.com', sound: 'RIFF hers too' },
] as const
/** Of two messages: the message, two pieces of sound, the place in the mailbox. */
const herRows = 2 * 4

interface Trial {
  readonly site: VoicemailStoreOf
  readonly server: CqlServer
  readonly session: ProductSession
  readonly open: (settings?: Partial<CassandraSettings>) => Promise<ProductSession>
}

async function withStore(
  work: (trial: Trial) => Promise<void>,
  site = new VoicemailStoreOf(messages),
  options: Partial<CqlServerOptions> = {},
): Promise<void> {
  await withCqlServer({ store: site.store, ...options }, async (server) => {
    const opened: ProductSession[] = []
    const clock = { ...systemClock, epochSeconds: () => site.now }
    const open = async (settings: Partial<CassandraSettings> = {}) => {
      const cassandra = {
        master: '127.0.0.1',
        port: server.port,
        tls: { mode: 'off' },
        timeoutMs: 2000,
        ...settings,
      } as const
      const session = await featureServer.open({ cassandra }, utcTenant, toolsWithoutDatabase('/nowhere', clock))
      opened.push(session)
      return session
    }
    try {
      await work({ site, server, open, session: await open() })
    } finally {
      for (const session of opened) await session.close()
    }
  })
}

const valuesOf = async (session: ProductSession): Promise<readonly Finding[]> =>
  (await searched(session)).filter(isFinding).filter(({ content }) => content !== null)

async function erased(
  session: ProductSession,
  findings: readonly Finding[],
  again = false,
): Promise<readonly Effect[]> {
  const effects: Effect[] = []
  for await (const effect of session.erase(recordedOf(findings), { ...run(), again })) effects.push(effect)
  return effects
}

const fatesIn = (effects: readonly Effect[]) => [...new Set(effects.map(({ fate }) => JSON.stringify(fate)))]
const leftIn = async (session: ProductSession, findings: readonly Finding[] = []) =>
  (await session.verify([ada], recordedOf(findings), run())).map(({ target }) => target.table).sort()
const writesIn = ({ statements }: CqlServer): number => statements.filter((one) => one.startsWith('INSERT')).length

function failure(error: unknown): StepFailed {
  if (error instanceof StepFailed) return error
  throw error
}

describe('a forget', () => {
  test('gives each row of hers 21 days, once, and tells the day', () =>
    withStore(async ({ site, server, session, open }) => {
      const findings = await valuesOf(session)
      expect(findings).toHaveLength(6)
      expect(await leftIn(session, findings)).toEqual(['mailboxmessages', 'mailmessage', 'message_bytes'])
      const expires = JSON.stringify({ kind: 'expires', at: new Date((site.now + 21 * dayS) * 1000).toISOString() })
      const effects = await erased(session, findings)
      expect(fatesIn(effects)).toEqual([expires])
      expect(effects.map(({ locators }) => locators)).toEqual(findings.map(({ locator }) => [locator]))
      expect(writesIn(server)).toBe(herRows)
      const untils = site.families.flatMap((family) =>
        site.store.liveCells(family).flatMap((row) => {
          const isHis = row.get('message_id')?.bytes.equals(idBytes(2)) === true
          return [...row.values()].map(({ until }) => [isHis, until])
        }),
      )
      expect(new Set(untils.map(String))).toEqual(new Set(['true,', `false,${site.now + 21 * dayS}`]))
      expect(await leftIn(session, findings)).toEqual([])
      // Days later nothing is put off: neither by a later pass nor by another request.
      site.now += 5 * dayS
      expect(fatesIn(await erased(await open(), findings))).toEqual([expires])
      const later = await valuesOf(await open())
      expect(later).toEqual(findings)
      expect(fatesIn(await erased(await open(), later))).toEqual([expires])
      expect(writesIn(server)).toBe(herRows)
      site.now += 16 * dayS
      expect(await valuesOf(await open())).toEqual([])
      expect([...site.cells().keys()]).toHaveLength(4)
    }))

  test('that is cut off, or not sure what was written, goes on with the rows that have no time yet', () =>
    withStore(async ({ site, server, session, open }) => {
      const findings = await valuesOf(session)
      for (let k = 1; k <= herRows; k += 2) {
        server.fault = (statement) => (statement.startsWith('INSERT') ? { code: 0x1100, after: true } : null)
        const error = failure(await erased(session, findings, k > 1).catch((thrown: unknown) => thrown))
        expect([error.code, error.retryable]).toEqual(['connection', true])
        site.now += dayS
      }
      server.fault = null
      await erased(await open(), findings, true)
      expect(writesIn(server)).toBe(herRows)
      expect(await leftIn(session, findings)).toEqual([])
    }))

  test('undoes nothing that was written meanwhile: it stands, and verification finds it without a time', () =>
    withStore(async ({ site, server, session, open }) => {
      const findings = await valuesOf(session)
      const [mailmessage] = site.families
      server.fault = (statement) => {
        if (!statement.startsWith('INSERT INTO "sipfs"."mailmessage"')) return null
        site.now += 1
        site.store.insert(mailmessage, { message_id: idBytes(1), is_read: Buffer.from([0]) })
        server.fault = null
        return null
      }
      await erased(session, findings)
      const row = site.store.liveCells(mailmessage).find((one) => one.get('message_id')?.bytes.equals(idBytes(1)))
      expect(row?.get('is_read')).toMatchObject({ bytes: Buffer.from([0]), until: null })
      expect(await leftIn(session, findings)).toEqual(['mailmessage'])
      // As it is now it was not recorded: it is searched again, and then it goes with what has its time already.
      const again = await erased(session, findings, true)
      expect(again.filter(({ fate }) => fate.kind === 'failed')).toHaveLength(1)
      await erased(await open(), await valuesOf(session))
      expect(await leftIn(session)).toEqual([])
      expect(row?.get('is_read')?.bytes).toEqual(Buffer.from([0]))
    }))

  test('leaves a recording that is another one by now', () =>
    withStore(async ({ site, server, session }) => {
      const findings = await valuesOf(session)
      site.now += 1
      site.store.insert(site.families[1], { message_id: idBytes(1), chunk: Buffer.alloc(4), data: Buffer.from('new!') })
      const effects = await erased(session, findings)
      expect(effects.filter(({ fate }) => fate.kind === 'failed').map(({ target }) => target.table)).toEqual([
        'message_bytes',
      ])
      expect(writesIn(server)).toBe(herRows - 2)
    }))

  test('of nobody who has left a message writes nothing', () =>
    withStore(
      async ({ server, session }) => {
        const told = (await searched(session)).filter(isFinding)
        expect(told.map(({ target, locator }) => [target.table, locator])).toEqual([
          ['mailmessage', null],
          ['message_bytes', null],
          ['mailboxmessages', null],
        ])
        expect(writesIn(server)).toBe(0)
      },
      new VoicemailStoreOf([messages[1]]),
    ))
})

test('an export hands out the sound as it stands there, piece after piece', () =>
  withStore(async ({ session }) => {
    const sounds = (await valuesOf(session)).filter(({ target }) => target.table === 'message_bytes')
    expect(sounds.map(({ content }) => content)).toMatchObject([
      { kind: 'blob', name: `${idOf(1)}.wav`, mediaType: 'audio/wav', bytes: 9 },
      { bytes: 13 },
    ])
    const [first] = sounds.flatMap((finding) => asRecorded(finding) ?? [])
    const pieces: Uint8Array[] = []
    if (first !== undefined) for await (const piece of session.read?.(first, run('export')) ?? []) pieces.push(piece)
    expect(pieces.map((piece) => Buffer.from(piece).toString())).toEqual(['RIFF', ' hers'])
  }))

describe('the server', () => {
  test.each([
    [0x1000, 'connection', true],
    [0x1001, 'connection', true],
    [0x1100, 'connection', true],
    [0x1200, 'connection', true],
    [0x1300, 'connection', true],
    [0x0000, 'connection', true],
    [0x2000, 'statement', false],
    [0x2100, 'missing-right', false],
    [0x2200, 'missing-table', false],
  ])('that answers %i is told of by what has to be done, without a word of its own', (code, failed, retryable) =>
    withStore(async ({ server, session }) => {
      server.fault = (statement) => (statement.includes('mailmessage') ? { code } : null)
      const error = failure(await searched(session).catch((thrown: unknown) => thrown))
      expect([error.code, error.retryable]).toEqual([failed, retryable])
      expect(error.message).not.toMatch(/2125550101|127\.0\.0\.1/)
    }),
  )

  test('that was started anew is told the statements again, and a cut connection is opened again', () =>
    withStore(async ({ server, session }) => {
      expect(await valuesOf(session)).toHaveLength(6)
      server.forgetPrepared()
      expect(await valuesOf(session)).toHaveLength(6)
      server.dropConnections()
      const again = async () => (await valuesOf(session)).length
      expect(await again().catch(again)).toBe(6)
    }))

  test('takes a login, and a wrong one is told without it', () =>
    withStore(
      async ({ open }) => {
        expect(await valuesOf(await open({ user: 'lethe', password: 'secret' }))).toHaveLength(6)
        const error = failure(
          await searched(await open({ user: 'lethe', password: 'wrong' })).catch((thrown: unknown) => thrown),
        )
        expect([error.code, error.retryable]).toEqual(['missing-right', false])
        expect(error.message).not.toMatch(/lethe|wrong/)
      },
      new VoicemailStoreOf(messages),
      { login: { user: 'lethe', password: 'secret' } },
    ))

  test('that is not there, or speaks no TLS, is told of', () =>
    withStore(async ({ open }) => {
      for (const settings of [{ port: 1 }, { tls: {} }]) {
        const error = failure(await searched(await open(settings)).catch((thrown: unknown) => thrown))
        expect(error.message).toMatch(/Cassandra/)
        expect(error.message).not.toMatch(/127/)
      }
    }))

  test('is spoken to over verified TLS alone', () =>
    certified(({ tls, caFile, otherCaFile }) =>
      withStore(
        async ({ open, server }) => {
          expect(await valuesOf(await open({ master: 'localhost', tls: { caFile } }))).toHaveLength(6)
          for (const files of [{ caFile: otherCaFile }, { caFile, serverName: 'other.example.com' }]) {
            const session = await open({ master: 'localhost', tls: files })
            const error = failure(await searched(session).catch((thrown: unknown) => thrown))
            expect([error.code, error.retryable]).toEqual(['statement', false])
          }
          expect(server.statements.length).toBeGreaterThan(0)
        },
        new VoicemailStoreOf(messages),
        { tls },
      ),
    ))

  test('is the master’s alone: its neighbours are never spoken to', () =>
    withStore(async ({ server, session }) => {
      let calls = 0
      const neighbour = createServer((socket) => {
        calls += 1
        socket.destroy()
      })
      await new Promise<void>((resolve) => neighbour.listen(server.port, '127.0.0.9', resolve))
      for (let n = 0; n < 5; n += 1) await valuesOf(session)
      neighbour.close()
      expect(calls).toBe(0)
    }))

  test('is read page by page', () =>
    withStore(async ({ server, open }) => {
      const scan = 'SELECT "message_id", "caller_ani" FROM "sipfs"."mailmessage"'
      await valuesOf(await open({ pageRows: 2 }))
      expect(server.statements.filter((one) => one === scan)).toHaveLength(2)
    }))
})

describe('the column families', () => {
  const complaintsOf = async (site: VoicemailStoreOf, columns: CassandraSettings['columns'] = {}) => {
    let messages: readonly string[] = []
    await withStore(async ({ open }) => {
      const session = await open({ columns })
      messages = (await session.check('forget')).map(({ message }) => message)
      if (messages.length > 0) await expect(searched(session)).rejects.toBeInstanceOf(StepFailed)
    }, site)
    return messages.join('\n')
  }
  type Columns = ConstructorParameters<typeof VoicemailStoreOf>[1]
  const withColumns = (more: Partial<NonNullable<Columns>>) => new VoicemailStoreOf([], { ...usualColumns, ...more })
  const column = (
    name: string,
    type: 'text' | 'blob' | 'map' | 'int',
    kind: 'regular' | 'static' | 'clustering' = 'regular',
  ) => ({ name, type, kind }) as const
  const [messageId] = usualColumns.mailmessage
  const [soundId, , data] = usualColumns.message_bytes

  test('are told by the catalogue of older releases as well', () => {
    const site = new VoicemailStoreOf(messages)
    site.store.isOld = true
    return withStore(async ({ session }) => {
      expect(await session.check('forget')).toEqual([])
      expect(await valuesOf(session)).toHaveLength(6)
    }, site)
  })

  test('that are missing, or hold nobody by their names, are refused rather than taken for empty', async () => {
    const site = new VoicemailStoreOf([])
    site.store.families.pop()
    expect(await complaintsOf(site)).toMatch(/no column family `mailboxmessages`/)
    const thrift = withColumns({
      mailmessage: [messageId, column('column1', 'text', 'clustering'), column('value', 'blob')],
    })
    expect(await complaintsOf(thrift)).toMatch(/`mailmessage` does not fit at `callers`/)
    expect(await complaintsOf(thrift, { mailmessage: { callers: ['column1'] } })).toBe('')
    expect(await complaintsOf(thrift, { mailmessage: { callers: ['ani'] } })).toMatch(/no such column/)
  })

  test('that cannot be given a time that can be told are refused', async () => {
    const of = (more: ReturnType<typeof column>) => complaintsOf(withColumns({ message_bytes: [soundId, data, more] }))
    expect(await of(column('tags', 'map'))).toMatch(/`tags`: it is of a type/)
    expect(await of(column('owner', 'text', 'static'))).toMatch(/`owner`: it is of a type/)
    expect(await of(column('picture', 'blob'))).toMatch(/`bytes`: several columns may be it/)
    const onlyKeys = withColumns({ mailboxmessages: [{ ...messageId }] })
    expect(await complaintsOf(onlyKeys)).toMatch(/no column whose time to live can be read/)
    const other = withColumns({ mailboxmessages: [messageId, column('message_no', 'int')] })
    expect(await complaintsOf(other, { mailboxmessages: { message: 'message_no' } })).toMatch(/another type/)
  })
})
