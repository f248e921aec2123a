/** The built command against Web Services: a refused change leaves the request open, the next scheduled pass finishes it. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { searchFor } from '../../support/canaries.ts'
import { withFolder } from '../../support/databases.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { runLethe, type Ended } from '../../support/lethe-process.ts'
import { login, on, sendStatus, withWebServices, type Store } from '../../support/web-services-server.ts'
import { writtenSettings } from '../../support/written-settings.ts'

const favorites = 'interaction-workspace-personal-favorites'
const person = '2125550142'
const ann = `{"label":"Ann Canary","phones":["(212) 555-0142"]}`
const other = '{"label":"Other","phones":["+1 800 555 0100"]}'
const before = `{"name":"agent-1","value":[${ann}, ${other}]}`
const after = `{"name":"agent-1","value":[${other}]}`

const settings = (baseUrl: string): string =>
  writtenSettings({
    head: `databases:
  history: { client: better-sqlite3, filename: ./history.db }
history: { database: history }
settle: 50ms`,
    products: `- { product: web-services, baseUrl: "${baseUrl}", user: ${login.user}, password: "\${env:GWS_PASSWORD}" }`,
  })

test('preview, export, a refused forget, and the pass that finishes it', () =>
  withFolder(async (folder) => {
    const inbox = join(folder, 'gdpr')
    mkdirSync(inbox)
    const request = JSON.stringify({ caseid: '1', consumers: [{ consumer: [{ phone: person }] }] })
    const store: Store = new Map([
      ['', new Map([[favorites, { keyName: 'name', settings: [before] }]])],
      ['u1', new Map()],
    ])
    const stored = () => store.get('')?.get(favorites)?.settings
    await withWebServices(store, async (server) => {
      writeFileSync(join(folder, 'lethe.yaml'), settings(server.baseUrl))
      const printed: Ended[] = []
      const lethe = async (...operands: readonly string[]) => {
        const ended = await runLethe(folder, operands, { GWS_PASSWORD: login.password })
        printed.push(ended)
        return ended.code
      }
      const log = (name: string) => readExecutionLog(join(inbox, `${name}-execution-log.json`))

      writeFileSync(join(inbox, 'forget-25052018-a.json'), request)
      writeFileSync(join(inbox, 'export-25052018-a.json'), request)
      expect(
        await runLethe(folder, ['preview', 'gdpr/forget-25052018-a.json'], { GWS_PASSWORD: login.password }),
      ).toMatchObject({ code: 0 })
      expect(server.calls.filter(({ method }) => method !== 'GET')).toEqual([])

      server.faults.push(on('PUT', /./, sendStatus(403)))
      expect(await lethe('run')).toBe(1)
      expect(log('export-25052018-a').responses).toEqual(['SUCCESS'])
      expect(log('forget-25052018-a').responses).toEqual([expect.stringContaining('ERROR: web-services: ')])
      expect(log('forget-25052018-a').run.products[0]).toMatchObject({ outcome: 'failed', found: 1, erased: 0 })
      expect(stored()).toEqual([before])

      server.faults.length = 0
      expect(await lethe('run')).toBe(0)
      expect(log('forget-25052018-a').responses).toEqual(['SUCCESS'])
      expect(log('forget-25052018-a').run.products[0]).toMatchObject({ outcome: 'done', found: 1, erased: 1, left: 0 })
      expect(stored()).toEqual([after])
      expect(server.violations).toEqual([])

      const journal = readFileSync(join(folder, 'lethe.db'))
      const places = new Map([['printed', Buffer.from(printed.map(({ out, err }) => out + err).join(''))]])
      expect(
        searchFor([person, 'Ann Canary', login.password, 'agent-1'], places.set('journal', journal)).leaks,
      ).toEqual([])
    })
  }))
