/** Feature Server under the contract: in its Cassandra store, which a server that speaks the protocol stands in for. */

import { textOfContent } from '../../src/domain/finding.ts'
import { sha256 } from '../../src/platform/crypto/hash.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { featureServer } from '../../src/products/feature-server/feature-server.ts'
import { withCqlServer } from '../support/cql-server.ts'
import { toolsWithoutDatabase } from '../support/tools.ts'
import { idOf, VoicemailStoreOf } from '../support/voicemail-store.ts'
import { phones, strangers, tenant, wrapped } from './corpus.ts'
import { productContract } from './suite.ts'

type Owner = readonly [subject: string, id: string]
const ada: Owner = ['1.consumer-1', phones.ada]

/** The caller as it stands there, and whose it is. */
const owned: readonly (readonly [caller: string, ...owners: readonly Owner[]])[] = [
  ['+12125550101', ada],
  ['(212) 555-0101', ada],
  [wrapped.phones[3], ada],
  ['555550102', ['1.consumer-2', phones.ben]],
  ['442079460103', ['1.consumer-3', phones.cleo]],
  ['12125550104', ['2.consumer-1', phones.dan], ['2.consumer-1', phones.danAgain]],
  ['2125550199', ['2.consumer-2', phones.shared], ['2.consumer-3', phones.shared]],
]
const soundOf = (n: number): string => `RIFF sound ${n}`

function expectedOf([, ...owners]: (typeof owned)[number], at: number, fields: (table: string) => string): string[] {
  const n = at + 1
  const blob = { mediaType: 'audio/wav', bytes: soundOf(n).length, sha256: sha256(soundOf(n)) }
  const sound = textOfContent({ kind: 'blob', name: `${idOf(n)}.wav`, ...blob })
  return owners.flatMap(([subject, id]) =>
    [
      ['MAILMESSAGE', JSON.stringify([idOf(n)]), fields('mailmessage')],
      ['MESSAGE_BYTES', idOf(n), sound],
      ['MAILBOXMESSAGES', JSON.stringify(['8001', idOf(n)]), fields('mailboxmessages')],
    ].map(([table, locator, value]) => [subject, id, table, '*', locator, value].join(' | ')),
  )
}

const whole = (caller: string, n: number) => (table: string) =>
  JSON.stringify(
    table === 'mailmessage'
      ? {
          message_id: idOf(n),
          caller_ani: caller,
          Subject: 'Voice message',
          created: new Date(1_700_000_000_000).toISOString(),
          length: '12',
          size: '9007199254740993',
          is_read: 'true',
        }
      : { mailbox: '8001', message_id: idOf(n), folder: 'inbox' },
  )

productContract('feature-server in its store', async (work) => {
  const callers = [...owned.map(([caller]) => caller), ...strangers.phones]
  const site = new VoicemailStoreOf(callers.map((caller, at) => ({ n: at + 1, caller, sound: soundOf(at + 1) })))
  const hexOf = (n: number): string => idOf(n).replaceAll('-', '')
  await withCqlServer(site, async ({ port }) => {
    const cassandra = { master: 'localhost', port, tls: { mode: 'off' }, pageRows: 3 } as const
    const clock = { ...systemClock, epochSeconds: () => site.now }
    const session = await featureServer.open({ cassandra }, tenant, toolsWithoutDatabase('/nowhere', clock))
    try {
      await work({
        session,
        cells: async () => site.cells(),
        owned: new Set(
          owned.flatMap((_one, at) => [
            `mailmessage ${hexOf(at + 1)}`,
            `message_bytes ${hexOf(at + 1)} 00000000`,
            `message_bytes ${hexOf(at + 1)} 00000001`,
            `mailboxmessages ${Buffer.from('8001').toString('hex')} ${hexOf(at + 1)}`,
          ]),
        ),
        expected: owned.flatMap((one, at) => expectedOf(one, at, whole(one[0], at + 1))).sort(),
        breakStore: async () => {
          site.store.families.pop()
        },
        begins: {
          fates: ['expires'],
          end: async () => {
            site.now += 22 * 86_400
          },
        },
      })
    } finally {
      await session.close()
    }
  })
})
