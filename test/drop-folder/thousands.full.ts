/** Ten thousand files at once: all answered, each once. What it takes is measured by bench/drop-folder.ts. */

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { openSite, phones, requestFor, settleMs, type Site } from './site.ts'
import { openUploader, type Uploader } from './uploading.ts'

const count = 10_000
const names = Array.from({ length: count }, (_, n) => `forget-25052018-${String(n).padStart(5, '0')}.json`)

let server: SftpServer
let sender: Uploader
let site: Site
let source: string

beforeAll(async () => {
  server = await startSftpServer()
  sender = await openUploader(server)
  site = await openSite(server, { name: 'thousands' })
  source = mkdtempSync(join(tmpdir(), 'lethe-thousands-'))
})

afterAll(async () => {
  try {
    await site.close()
  } finally {
    rmSync(source, { recursive: true })
    await sender.close()
    await server.stop()
  }
})

test(
  'ten thousand files at once are each answered once, and the next file as soon as ever',
  { timeout: 300_000 },
  async () => {
    // Nobody of 646-555 is a customer; one in a hundred files asks for somebody who is.
    for (const [n, name] of names.entries()) {
      const stranger = `64655501${String(n % 100).padStart(2, '0')}`
      writeFileSync(join(source, name), requestFor(n % 100 === 0 ? (phones[n / 100] ?? '') : stranger, n))
    }
    const start = performance.now()
    await sender.batch(`put "${source}"/* "${sender.remote(site.inbox)}"`)
    const uploaded = performance.now()
    await vi.waitFor(
      () => {
        expect(site.watching.files().length).toBeGreaterThanOrEqual(count)
      },
      { timeout: 240_000, interval: 200 },
    )
    const answered = performance.now()
    const events = site.watching.files()
    expect(new Set(events.map(({ fileName }) => fileName)).size).toBe(count)
    expect(events.filter(({ outcome }) => outcome !== 'done')).toEqual([])
    expect(phones.every((phone) => site.isForgotten(phone))).toBe(true)
    expect(readdirSync(site.inbox).filter((name) => name.endsWith('-execution-log.json'))).toHaveLength(count)

    const late = 'forget-25052018-late.json'
    const content = requestFor(phones[0] ?? '')
    await sender.put(join(site.inbox, late), content)
    await site.expectOutcomes(late, { done: content })
    const path = join(site.inbox, late)
    const pickUp = statSync(path.replace('.json', '-execution-log.json')).mtimeMs - statSync(path).mtimeMs - settleMs
    const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
    process.stdout.write(
      `${count} files: uploaded in ${seconds(uploaded - start)}, all answered ${seconds(answered - uploaded)} later; ` +
        `one more among them beyond the settle time: ${seconds(pickUp)}\n`,
    )
    expect(pickUp).toBeLessThan(10_000)
    expect(events).toHaveLength(count + 1)
  },
)
