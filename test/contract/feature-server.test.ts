/** Feature Server under the contract: through its tasks, which a fake of their documented side carries out. */

import { rmSync } from 'node:fs'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { isStarted } from '../../src/domain/effect.ts'
import { textOfContent } from '../../src/domain/finding.ts'
import { sha256 } from '../../src/platform/crypto/hash.ts'
import { featureServer } from '../../src/products/feature-server/feature-server.ts'
import { withFolder } from '../support/databases.ts'
import { TaskServer, type VoiceMessage } from '../support/feature-server-tasks.ts'
import { toolsWithoutDatabase } from '../support/tools.ts'
import { phones, strangers, subjects, tenant } from './corpus.ts'
import { productContract, run } from './suite.ts'

/** The caller's number as it stands there, and whose it is. */
const owned: readonly (readonly [ani: string, ...owners: readonly (readonly [subject: string, id: string])[]])[] = [
  ['+12125550101', ['1.consumer-1', phones.ada]],
  ['2125550101', ['1.consumer-1', phones.ada]],
  ['555550102', ['1.consumer-2', phones.ben]],
  ['442079460103', ['1.consumer-3', phones.cleo]],
  ['12125550104', ['2.consumer-1', phones.dan], ['2.consumer-1', phones.danAgain]],
  ['2125550199', ['2.consumer-2', phones.shared], ['2.consumer-3', phones.shared]],
]
const messageOf = (ani: string, n: number): VoiceMessage => ({ id: `m${n}`, ani, sound: `voice of ${ani}` })
const messages = [...owned.map(([ani]) => ani), ...strangers.phones].map(messageOf)
const nameOf = (ani: string): string => `8001_${ani.replaceAll(' ', '')}_1.wav`

const numbers = subjects.flatMap(({ key, identifiers }) =>
  identifiers.filter(({ kind }) => kind === 'phone').map(({ value, normal }) => ({ key, value, normal })),
)

productContract('feature-server through its tasks', (work) =>
  withFolder(async (folder) => {
    const server = new TaskServer(folder, messages)
    for (const { ani, sound } of messages) server.recording(nameOf(ani), sound)
    const tools = toolsWithoutDatabase(join(folder, 'state'))
    const session = await featureServer.open({ folder: server.settings }, tenant, tools)
    const files = () =>
      readdirSync(server.settings.recordings).map(
        (name) => [name, readFileSync(join(server.settings.recordings, name), 'utf8')] as const,
      )
    await work({
      session,
      cells: async () => new Map([...[...server.messages].map(([id, { sound }]) => [id, sound] as const), ...files()]),
      owned: new Set(owned.flatMap(([ani], n) => [`m${n}`, nameOf(ani)])),
      expected: [
        ...numbers.map(({ key, value, normal }) => [key, value, 'VOICEMAIL', 'ANI', normal, value]),
        ...owned.flatMap(([ani, ...owners]) =>
          owners.map(([subject, id]) => [subject, id, 'RECORDINGS', 'FILE', nameOf(ani), recordingOf(ani)]),
        ),
      ]
        .map((parts) => parts.join(' | '))
        .sort(),
      breakStore: async () => {
        rmSync(server.settings.recordings, { recursive: true })
      },
      begins: {
        fates: ['erased', 'started'],
        end: async (effects) => {
          const started = effects.filter(isStarted)
          for await (const _early of session.poll?.(started, run()) ?? []) continue
          server.run('forget', new Date())
          const told = new Set<string>()
          for await (const { receipt, fate } of session.poll?.(started, run()) ?? []) {
            if (fate.kind === 'expires' || fate.kind === 'absent') told.add(receipt)
          }
          const missing = started.filter(({ fate }) => !told.has(fate.receipt))
          if (missing.length > 0) throw new Error(`${missing.length} receipt(s) were not told of`)
        },
      },
    })
  }),
)

function recordingOf(ani: string): string {
  const sound = `voice of ${ani}`
  const about = { mediaType: 'audio/wav', bytes: Buffer.byteLength(sound), sha256: sha256(sound) }
  return textOfContent({ kind: 'blob', name: nameOf(ani), ...about })
}
