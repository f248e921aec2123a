/** Favorites and recents in Web Services under the contract, over a real HTTP server. */

import { expect } from 'vitest'

import { webServices } from '../../src/products/web-services/web-services.ts'
import { login, withWebServices, type Store, type StoredGroup } from '../support/web-services-server.ts'
import { clockTools } from '../products/web-services/site.ts'
import { emails, phones, strangers, tenant } from './corpus.ts'
import { productContract, type WithWorld } from './suite.ts'

const favorites = 'interaction-workspace-personal-favorites'
const recents = 'interaction-workspace-recents'
const storage = { favoriteAt: ['/value/#', '/value/list/#'] } as const

/** One favorite as it stands in the store, and whose it is. */
interface Stored {
  readonly json: string
  readonly owners: readonly (readonly [subjectKey: string, consumerId: string])[]
}

const nobody = (json: string): Stored => ({ json, owners: [] })

const adas: readonly Stored[] = [
  nobody('{"id": 9007199254740993, "label": "Office \\u00e9", "phones": ["+1 800 555 0100"]}'),
  {
    json: '{"id":2,"firstName":"Ada","phones":[{"number":"(212) 555-0101"}],"emails":["Ada <ada.sample@EXAMPLE.com>"]}',
    owners: [
      ['1.consumer-1', phones.ada],
      ['1.consumer-1', emails.ada],
    ],
  },
  ...strangers.phones.map((phone, i) => nobody(JSON.stringify({ id: 100 + i, phones: [{ number: phone }] }))),
  ...strangers.emails.map((email, i) => nobody(JSON.stringify({ id: 200 + i, emails: [email] }))),
  ...strangers.usernames.map((name, i) => nobody(JSON.stringify({ id: 300 + i, name }))),
]
const bens: readonly Stored[] = [
  { json: '{"number":555550102}', owners: [['1.consumer-2', phones.ben]] },
  { json: '"cleo@xn--bcher-kva.example"', owners: [['1.consumer-3', emails.cleo]] },
  {
    json: '{"uri":"tel:+12125550199","seen":1.50}',
    owners: [
      ['2.consumer-2', phones.shared],
      ['2.consumer-3', phones.shared],
    ],
  },
]
const flat: Stored = {
  json: '{"name":"f1","label":"Dan","phone":"212.555.0104"}',
  owners: [
    ['2.consumer-1', phones.dan],
    ['2.consumer-1', phones.danAgain],
  ],
}
const wild: Stored = { json: '{"mail":"a_b%c@example.com"}', owners: [['2.consumer-2', emails.wild]] }

const listOf = (stored: readonly Stored[]) => `[${stored.map(({ json }) => json).join(', ')}]`

function storeOf(): Store {
  const group = (...settings: readonly string[]): StoredGroup => ({ keyName: 'name', settings: [...settings] })
  return new Map([
    [
      '',
      new Map([
        [favorites, group(`{"name":"agent 1/ü", "value": ${listOf(adas)}, "version":1e2}`, flat.json)],
        ['voice', { keyName: 'operationName', settings: ['{"operationName":"Dial","prefix":"9"}'] }],
        ['interaction-workspace-corporate-favorites', group(`{"name":"a","value":["${phones.ada}"]}`)],
      ]),
    ],
    ['u1', new Map([[recents, group(JSON.stringify({ name: 'list', value: listOf(bens) }))]])],
    ['u2', new Map([[favorites, group(`{"name":"list","value":{"version":2,"list":${listOf([wild])}}}`)]])],
    ['u3', new Map()],
  ])
}

const world: readonly (readonly [place: string, stored: Stored])[] = [
  ...adas.map((one, i) => [`cc/${favorites}/agent%201%2F%C3%BC/value/${i}`, one] as const),
  [`cc/${favorites}/f1/`, flat],
  ...bens.map((one, i) => [`user/u1/${recents}/list/value/${i}`, one] as const),
  [`user/u2/${favorites}/list/value/list/0`, wild],
]

const withWorld: WithWorld = (work) =>
  withWebServices(
    storeOf(),
    async (server) => {
      const session = await webServices.open({ baseUrl: server.baseUrl, ...login, storage }, tenant, clockTools())
      await work({
        session,
        cells: async () => cellsOf(server.store),
        owned: new Set(world.filter(([, { owners }]) => owners.length > 0).map(([, { json }]) => json)),
        expected: world
          .flatMap(([place, { json, owners }]) =>
            owners.map(([subject, id]) =>
              [subject, id, groupOf(place).toUpperCase(), 'FAVORITE', place, json].join(' | '),
            ),
          )
          .sort(),
        breakStore: async () => {
          server.faults.push((_call, response) => {
            response.writeHead(404).end()
            return true
          })
        },
      })
      await session.close()
      expect(server.violations).toEqual([])
    },
    { pageSize: 2 },
  )

productContract('web-services', withWorld)

function groupOf(place: string): string {
  return place.split('/')[place.startsWith('user/') ? 2 : 1] ?? ''
}

/** Every favorite that is still there word for word, and all that surrounds the favorites. */
function cellsOf(store: Store): ReadonlyMap<string, string> {
  const texts = [...store].flatMap(([root, groups]) =>
    [...groups].map(([name, { settings }]) => [`${root} ${name}`, settings.join('\n')] as const),
  )
  const all = texts.map(([, text]) => text.replaceAll('\\"', '"')).join('\n')
  const cells = new Map<string, string>()
  for (const [, { json }] of world) if (all.includes(json)) cells.set(json, json)
  for (const [name, text] of texts) cells.set(`around ${name}`, withoutFavorites(text))
  return cells
}

function withoutFavorites(text: string): string {
  const bare = text.replaceAll('\\"', '"')
  return world.reduce((rest, [, { json }]) => rest.replace(json, ''), bare).replaceAll(/[\s,]+/g, '')
}
