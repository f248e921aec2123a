/** What goes wrong between Lethe and Web Services: the outcome is told rightly, nothing is half written, the next pass finishes. */

import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import { webServices } from '../../../src/products/web-services/web-services.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run, withValue } from '../../contract/suite.ts'
import {
  login,
  on,
  sendStatus,
  times,
  withWebServices,
  type Fault,
  type ServerOptions,
  type Store,
  type WebServicesServer,
} from '../../support/web-services-server.ts'
import { clockTools, hurriedClock, type HurriedClock } from './site.ts'
import { fatesOf } from '../../support/effects.ts'

const favorites = 'interaction-workspace-personal-favorites'
const canary = '2125550101'
const ada = `{"label":"Ada","phone":"${canary}"}`
const other = '{"label":"Other","phone":"+1 800 555 0100", "n": 9007199254740993}'
const settingOf = (...list: readonly string[]) => `{"name":"agent-1","value":[${list.join(',')}]}`

interface Scene {
  readonly server: WebServicesServer
  readonly session: ProductSession
  readonly clock: HurriedClock
  /** The favorites group as it is stored. */
  readonly stored: () => readonly string[] | undefined
}

interface SceneOptions extends ServerOptions {
  readonly settings?: readonly string[]
  readonly product?: Readonly<Record<string, unknown>>
}

async function withScene<T>(options: SceneOptions, work: (scene: Scene) => Promise<T>): Promise<T> {
  const settings = [...(options.settings ?? [settingOf(other, ada), '{"name":"agent-2","value":[]}'])]
  const store: Store = new Map([['', new Map([[favorites, { keyName: 'name', settings }]])]])
  return withWebServices(
    store,
    async (server) => {
      const clock = hurriedClock()
      const product = { baseUrl: server.baseUrl, ...login, timeoutMs: 30_000, ...options.product }
      const session = await webServices.open(product, tenant, clockTools(clock))
      try {
        return await work({ server, session, clock, stored: () => store.get('')?.get(favorites)?.settings })
      } finally {
        await session.close()
        expect(server.violations).toEqual([])
      }
    },
    options,
  )
}

const failureOf = async (work: Promise<unknown>): Promise<StepFailed> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof StepFailed)) throw new Error('it did not fail as a step does', { cause: error })
  expect(error.message + String(error.cause)).not.toMatch(new RegExp(`${canary}|${login.password}|agent-1|127\\.0`))
  return error
}

const erase = ({ session }: Scene, findings: readonly Finding[]) => fatesOf(session.erase(recordedOf(findings), run()))
const left = async ({ session }: Scene, findings: readonly Finding[]) =>
  (await session.verify(subjects, recordedOf(findings), run())).reduce((sum, { rows }) => sum + rows, 0)

const cut: Fault = (_call, response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"settings":[')
  response.destroy()
  return true
}
const silence: Fault = () => true
/** Only where nothing comes does a test wait for the end of a call's time. */
const patience = (fault: Fault) => (fault === silence ? { timeoutMs: 500 } : {})
const truncated: Fault = (_call, response) => {
  response.end('{"settings":[{"name":"agent-1"')
  return true
}
const large: Fault = (_call, response: ServerResponse) => {
  response.writeHead(200)
  const piece = Buffer.alloc(1024 * 1024, ' ')
  for (let i = 0; i < 50; i++) response.write(piece)
  response.end('{}')
  return true
}

/** Faults that a search meets, with how it ends and how often the call was made. */
const searching: readonly (readonly [string, Fault, Partial<StepFailed>, number])[] = [
  ['401', sendStatus(401), { code: 'missing-right', retryable: false }, 1],
  ['403', sendStatus(403), { code: 'missing-right', retryable: false }, 1],
  ['404 for a group that is listed', sendStatus(404), { code: 'missing-table', retryable: false }, 1],
  ['500', sendStatus(500), { code: 'connection', retryable: true }, 4],
  ['429', sendStatus(429, { 'retry-after': '7' }), { code: 'connection', retryable: true }, 4],
  ['silence', silence, { code: 'connection', retryable: true }, 4],
  ['a cut connection', cut, { code: 'connection', retryable: true }, 4],
  ['truncated JSON', truncated, { code: 'connection', retryable: true }, 1],
  ['50 MB', large, { code: 'statement', retryable: false }, 1],
  ['a redirect', sendStatus(302, { location: 'http://198.51.100.3/' }), { code: 'statement', retryable: false }, 1],
]

describe('a search that meets', () => {
  for (const [name, fault, failure, calls] of searching) {
    it(`${name} fails, says so, and has changed nothing`, () =>
      withScene({ product: patience(fault) }, async (scene) => {
        const { server, session, stored } = scene
        const before = [...(stored() ?? [])]
        server.faults.push(on('GET', new RegExp(`/${favorites}$`), fault))
        expect(await failureOf(found(session))).toMatchObject(failure)
        expect(server.calls.filter(({ path }) => path.endsWith(favorites))).toHaveLength(calls)
        expect(stored()).toEqual(before)
        server.faults.length = 0
        const findings = await found(session)
        await erase(scene, findings)
        expect(stored()?.[0]).toBe(settingOf(other))
      }))
  }

  for (const status of [429, 500, 503]) {
    it(`a passing ${status} goes on`, () =>
      withScene({}, async ({ server, session, clock }) => {
        server.faults.push(times(2, sendStatus(status, { 'retry-after': '7' })))
        expect(withValue(await found(session))).toHaveLength(1)
        expect(clock.slept.some((milliseconds) => milliseconds > 5000)).toBe(true)
      }))
  }

  it('a Retry-After of hours leaves the work to the next pass', () =>
    withScene({}, async ({ server, session, clock }) => {
      server.faults.push(sendStatus(503, { 'retry-after': '7200' }))
      expect((await failureOf(found(session))).message).toContain('longer than a run')
      expect(Math.max(...clock.slept)).toBeLessThan(10_000)
    }))
})

/** Faults of the writing call; `wrote`: the server had made the change all the same. */
const writing: readonly (readonly [string, Fault, Partial<StepFailed>])[] = [
  ['401', sendStatus(401), { code: 'missing-right', retryable: false }],
  ['403', sendStatus(403), { code: 'missing-right', retryable: false }],
  ['429', sendStatus(429, { 'retry-after': '1' }), { code: 'connection', retryable: true }],
  ['500', sendStatus(500), { code: 'connection', retryable: true }],
  ['silence', silence, { code: 'connection', retryable: true }],
  ['a cut connection', cut, { code: 'connection', retryable: true }],
]

describe('erasing that meets', () => {
  for (const [name, fault, failure] of writing) {
    it(`${name} fails, leaves the setting whole, and the next pass finishes`, () =>
      withScene({ product: patience(fault) }, async (scene) => {
        const { server, session, stored } = scene
        const findings = await found(session)
        server.faults.push(on('PUT', /./, fault))
        expect(await failureOf(erase(scene, findings))).toMatchObject(failure)
        expect(stored()?.[0]).toBe(settingOf(other, ada))
        expect(await left(scene, findings)).toBe(1)
        server.faults.length = 0
        await erase(scene, findings)
        expect(stored()?.[0]).toBe(settingOf(other))
        expect(await left(scene, findings)).toBe(0)
      }))
  }

  it('a 500 after the change was made sees that it was made, and does not write again', () =>
    withScene({}, async (scene) => {
      const { server, session, stored } = scene
      const findings = await found(session)
      server.faults.push(
        times(1, (call, response) => {
          if (call.method !== 'PUT') return false
          scene.server.store.get('')?.get(favorites)?.settings.splice(0, 1, call.body)
          return sendStatus(500)(call, response)
        }),
      )
      await erase(scene, findings)
      expect(server.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1)
      expect(stored()?.[0]).toBe(settingOf(other))
    }))

  it('an agent who stores the old list again starts over, with what the agent added', () =>
    withScene({}, async (scene) => {
      const { server, session, stored } = scene
      const findings = await found(session)
      const added = '{"label":"New","phone":"+1 800 555 0111"}'
      server.faults.push(
        times(1, (call, response) => {
          if (call.method !== 'PUT') return false
          scene.server.store
            .get('')
            ?.get(favorites)
            ?.settings.splice(0, 1, settingOf(ada, other, added))
          response.end('{"statusCode":0}')
          return true
        }),
      )
      await erase(scene, findings)
      expect(stored()?.[0]).toBe(settingOf(other, added))
      expect(await left(scene, findings)).toBe(0)
    }))

  it('a setting that never comes to rest gives up, to be tried again', () =>
    withScene({}, async (scene) => {
      const findings = await found(scene.session)
      scene.server.faults.push(
        on('PUT', /./, (_call, response) => {
          response.end('{"statusCode":0}')
          return true
        }),
      )
      expect(await failureOf(erase(scene, findings))).toMatchObject({ code: 'changed', retryable: true })
    }))

  it('a favorite that was edited in between leaves it to the next search', () =>
    withScene({}, async (scene) => {
      const findings = await found(scene.session)
      const edited = ada.replace('"Ada"', '"Ada S."')
      scene.server.store.get('')?.get(favorites)?.settings.splice(0, 1, settingOf(other, edited))
      await erase(scene, findings)
      expect(scene.stored()?.[0]).toBe(settingOf(other, edited))
      expect(await left(scene, findings)).toBe(1)
      await erase(scene, await found(scene.session))
      expect(scene.stored()?.[0]).toBe(settingOf(other))
    }))

  it('a setting, or a whole group, that is gone by now has nothing left to do', () =>
    withScene({}, async (scene) => {
      const findings = await found(scene.session)
      const groups = scene.server.store.get('')
      groups?.get(favorites)?.settings.splice(0, 1)
      expect(await erase(scene, findings)).toEqual({ erased: 1 })
      groups?.delete(favorites)
      expect(await erase(scene, findings)).toEqual({ erased: 1 })
    }))

  it('a group that answers 404 and is still listed is no proof that it is gone', () =>
    withScene({}, async (scene) => {
      const findings = await found(scene.session)
      scene.server.faults.push(on('GET', new RegExp(`/${favorites}$`), sendStatus(404)))
      expect(await failureOf(erase(scene, findings))).toMatchObject({ code: 'missing-table' })
    }))

  it('a proxy that loses the body of a DELETE stops at the first harm', () =>
    withScene(
      { losesDeleteBodies: true, settings: [`{"name":"a","phone":"${canary}"}`, '{"name":"b"}', '{"name":"c"}'] },
      async (scene) => {
        const findings = await found(scene.session)
        expect(await failureOf(erase(scene, findings))).toMatchObject({ code: 'cannot-redact', retryable: false })
        expect(scene.server.calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
      },
    ))
})

describe('a match that cannot be erased as a favorite', () => {
  for (const setting of [
    `{"name":"f1","value":{"label":"Ada","phones":["${canary}"]}}`,
    `{"name":"${canary}","value":[]}`,
  ]) {
    it('fails the search, with the setting to correct, and leaves everything as it was', () =>
      withScene({ settings: [setting, '{"name":"b"}'] }, async ({ session, stored }) => {
        const failure = await failureOf(found(session))
        expect(failure).toMatchObject({ code: 'cannot-redact', retryable: false })
        expect(failure.message).toContain('`storage.favoriteAt`')
        expect(stored()?.[0]).toBe(setting)
      }))
  }

  it('is found with the pattern that fits', () =>
    withScene(
      { settings: [`{"name":"f1","value":{"x":{"label":"Ada","phones":["${canary}"]},"y":1}}`], product: byMap },
      async (scene) => {
        await erase(scene, await found(scene.session))
        expect(scene.stored()).toEqual(['{"name":"f1","value":{"y":1}}'])
      },
    ))
})

describe('a map with numbers for names', () => {
  it('loses the one that was recorded, not another with the same content', () =>
    withScene(
      { settings: [`{"name":"f1","value":{"${canary}":{"n":1},"+18005550100":{"n":1}}}`], product: byMap },
      async (scene) => {
        await erase(scene, await found(scene.session))
        expect(scene.stored()).toEqual(['{"name":"f1","value":{"+18005550100":{"n":1}}}'])
      },
    ))
})

const byMap = { storage: { favoriteAt: ['/value/*'] } }

describe('a site', () => {
  it('that lacks a named group, or shows none, is no site without findings', async () => {
    const named = { product: { groups: [favorites, 'no-such-group'] } }
    await withScene(named, async ({ session }) => {
      expect(await session.check('forget')).toMatchObject([{ severity: 'error', place: 'groups' }])
      expect((await failureOf(found(session))).message).toContain('`no-such-group`')
    })
    await withScene({ product: { exclude: [favorites] } }, async ({ session }) => {
      expect((await session.check('forget')).map(({ severity }) => severity)).toEqual(['error', 'warning'])
      expect(await failureOf(found(session))).toMatchObject({ code: 'missing-table' })
    })
  })

  it('with CSRF protection gets its headers', () =>
    withScene(
      {
        headers: { 'X-CSRF-TOKEN': 'canary-token' },
        product: { headers: [{ name: 'X-CSRF-TOKEN', secret: 'canary-token' }] },
      },
      async (scene) => {
        await erase(scene, await found(scene.session))
        expect(scene.stored()?.[0]).toBe(settingOf(other))
      },
    ))

  it('is left after a restart with the recorded findings alone', () =>
    withScene({}, async (scene) => {
      const findings = await found(scene.session)
      const again = await webServices.open({ baseUrl: scene.server.baseUrl, ...login }, tenant, clockTools())
      await fatesOf(again.erase(recordedOf(findings), run()))
      expect(scene.stored()?.[0]).toBe(settingOf(other))
      expect(await again.verify([], recordedOf(findings), run())).toEqual([])
      await again.close()
    }))
})
