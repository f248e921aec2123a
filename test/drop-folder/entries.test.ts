/** What lies in the folder and is no honest request: never followed, never opened where it must not be, each refused with a reason. */

import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { openSite, phones, requestFor, settleMs, type Site } from './site.ts'
import { openUploader, type Uploader } from './uploading.ts'

let server: SftpServer
let sender: Uploader
let site: Site

beforeAll(async () => {
  server = await startSftpServer()
  sender = await openUploader(server)
  site = await openSite(server, { name: 'entries' })
})

afterAll(async () => {
  try {
    await site.close()
  } finally {
    await sender.close()
    await server.stop()
  }
})

let cases = 0

function request(what: string) {
  const phone = phones[cases++] ?? ''
  const name = `forget-25052018-${what}.json`
  return { phone, name, path: join(site.inbox, name), content: requestFor(phone) }
}

const refusedFor = async (name: string, rule: string): Promise<void> => {
  await site.expectOutcomes(name, 'rejected')
  expect([name, site.answer(name).problems.map((problem) => problem.rule)]).toEqual([name, [rule]])
}

describe.concurrent('the folder holds', () => {
  test('a symbolic link, laid by the sender, to a file outside', async () => {
    const { name, path, content, phone } = request('link')
    const outside = join(dirname(site.directory), 'outside.json')
    writeFileSync(outside, content)
    await site.keep(outside)
    // A link's target stands as it was written: here a path that only this machine knows, not the locked-in sender.
    await sender.batch(`ln -s "${outside}" "${sender.remote(path)}"`)
    await refusedFor(name, 'not-a-file')
    expect(site.isForgotten(phone)).toBe(false)
  })

  test('symbolic links to folders, to nowhere and to themselves', async () => {
    for (const [what, target] of [
      ['to-folder', '/etc'],
      ['to-nowhere', '/nowhere'],
      ['to-itself', ''],
    ] as const) {
      const { name, path } = request(what)
      symlinkSync(target === '' ? path : target, path)
      await refusedFor(name, 'not-a-file')
    }
  })

  test('a file with two names, until one of them is gone', async () => {
    const { name, path, content, phone } = request('two-names')
    await sender.put(`${path}.part`, content)
    await sender.batch(`ln "${sender.remote(`${path}.part`)}" "${sender.remote(path)}"`)
    await refusedFor(name, 'not-a-file')
    expect(site.isForgotten(phone)).toBe(false)
    unlinkSync(`${path}.part`)
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected', { done: content })
  })

  test('folders with the name of a request, whatever is in them', async () => {
    const { name, path } = request('folder')
    const inner = request('inner')
    await sender.batch(`mkdir "${sender.remote(path)}"`)
    await sender.put(join(path, inner.name), inner.content)
    await refusedFor(name, 'not-a-file')
    await site.expectOutcomes(inner.name)
    expect(site.isForgotten(inner.phone)).toBe(false)
  })

  test('a pipe that nobody writes into', async () => {
    const { name, path } = request('pipe')
    execFileSync('mkfifo', [path])
    await refusedFor(name, 'not-a-file')
  })

  test('a socket', async () => {
    const { name, path } = request('socket')
    const socket = createServer()
    await new Promise<void>((resolve) => socket.listen(path, resolve))
    await refusedFor(name, 'not-a-file')
    socket.close()
  })

  test('a file that may not be read, until it may', async () => {
    const { name, path, content } = request('unreadable')
    const source = await sender.local('unreadable', content)
    await sender.batch(`put "${source}" "${sender.remote(path)}"`, `chmod 000 "${sender.remote(path)}"`)
    await refusedFor(name, 'unreadable')
    await sender.batch(`chmod 644 "${sender.remote(path)}"`)
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected', { done: content })
  })

  test('names that no answer can be named after: they are told in the log alone', async () => {
    const { content } = request('unnamable')
    const escape = '\u001b'
    const names = [
      `forget-25052018-${escape}[2J${escape}[H.json`,
      `forget-25052018-${'n'.repeat(230)}.json`,
      'forget-25052018-\u00ff\u00fe.json', // as latin1 on the way: bytes that are no UTF-8
      'forget-25052018-\u00ff\u00fd.json',
      'forget-25052018-\u0007.json',
    ]
    await sender.putAll(site.inbox, new Map(names.map((name) => [name, content])))
    await site.expectOutcomes('(a name that cannot be answered)', ...names.map(() => 'rejected' as const))
    const told = site.watching
      .log()
      .filter(({ msg, reason }) => msg === 'request file refused' && reason === 'file-name')
    expect(told.length).toBeGreaterThanOrEqual(names.length)
    expect(
      site.watching
        .log()
        .map((line) => JSON.stringify(line))
        .join(''),
    ).not.toContain(escape)
  })

  test('names that differ in case alone: each has its own answer', async () => {
    const { path, content, name } = request('case')
    const other = request('CASE')
    await sender.put(path, content)
    await sender.put(other.path, other.content)
    await site.expectOutcomes(name, { done: content })
    await site.expectOutcomes(other.name, { done: other.content })
    // What is wrong with the ending must not be said where the right one's answer stands.
    const wrong = `${name.slice(0, -5)}.JSON`
    await sender.put(join(site.inbox, wrong), content)
    await site.expectOutcomes(wrong, 'rejected')
    const upper = `Forget${name.slice('forget'.length)}`
    await sender.put(join(site.inbox, upper), content)
    await refusedFor(upper, 'file-name')
    expect(site.answer(name).responses).toEqual(['SUCCESS'])
    expect(site.answer(wrong).problems).toMatchObject([{ rule: 'file-name' }])
  })

  test('names that look like a way out', async () => {
    const names = [
      'forget-25052018-..json',
      'forget-25052018-...json',
      'forget-25052018-..\\..\\out.json',
      'forget-25052018-%2e%2e%2fout.json',
      'forget-25052018-C:out.json',
      'forget-25052018-$(reboot);`reboot`.json',
      'forget-25052018- .json',
    ]
    const contents = new Map(names.map((name) => [name, request(name).content]))
    await sender.putAll(site.inbox, contents)
    for (const [name, content] of contents) {
      await site.expectOutcomes(name, { done: content })
      expect(existsSync(join(site.inbox, `${name.slice(0, -5)}-execution-log.json`))).toBe(true)
    }
    expect(existsSync(join(dirname(site.directory), 'out-execution-log.json'))).toBe(false)
  })

  test('another product’s answers, hidden files and whatever else is nobody’s request', async () => {
    const { content } = request('strangers')
    const names = [
      'forget-25052018-other-execution-log.json',
      '.forget-25052018-hidden.json',
      'forget-25052018-x.json.filepart',
      'forget.json',
      '.lethe-abc.tmp',
    ]
    await sender.putAll(site.inbox, new Map(names.map((name) => [name, content])))
    for (const name of names) await site.keep(join(site.inbox, name))
    await delay(settleMs * 3)
    for (const name of names) await site.expectOutcomes(name)
  })

  test('links under the names of the answers, which lead outside', async () => {
    const { name, path, content, phone } = request('planted')
    const outside = join(dirname(site.directory), 'victim.txt')
    writeFileSync(outside, 'must stay')
    await site.keep(outside)
    const answer = path.replace(/\.json$/, '-execution-log.json')
    symlinkSync(outside, answer)
    const archive = join(site.inbox, 'export-25052018-planted-archive.zip')
    symlinkSync(outside, archive)
    await sender.put(path, content)
    await sender.put(join(site.inbox, 'export-25052018-planted.json'), requestFor(phones[98] ?? ''))
    await site.expectOutcomes(name, { done: content })
    await site.expectOutcomes('export-25052018-planted.json', { done: requestFor(phones[98] ?? '') })
    expect(site.isForgotten(phone)).toBe(true)
    expect(site.answer(name).run.outcome).toBe('done')
    expect(readFileSync(archive).subarray(0, 2).toString()).toBe('PK')
    expect(readFileSync(outside, 'utf8')).toBe('must stay')
  })

  test('a pipe and a link to a device under the names of answers', async () => {
    for (const what of ['answer-pipe', 'answer-device']) {
      const { name, path, content } = request(what)
      const answer = path.replace(/\.json$/, '-execution-log.json')
      if (what === 'answer-pipe') execFileSync('mkfifo', [answer])
      else symlinkSync('/dev/full', answer)
      await sender.put(path, content)
      await site.expectOutcomes(name, { done: content })
      expect(site.answer(name).run.outcome).toBe('done')
    }
  })

  test('a folder under the name of an answer: said, and nothing else stops', async () => {
    const { name, path, content } = request('answer-folder')
    const answer = path.replace(/\.json$/, '-execution-log.json')
    mkdirSync(answer)
    await sender.put(path, content)
    await site.expectOutcomes(name, 'failed')
    expect(site.watching.filesNamed(name)[0]?.reason).toContain('an answer could not be written')
    rmSync(answer, { recursive: true })
  })
})

test('after all that nothing half written is left, and no answer is a link', () => {
  const entries = readdirSync(site.inbox, { withFileTypes: true })
  expect(entries.filter(({ name }) => /^\.lethe-(?!abc\.tmp)/.test(name))).toEqual([])
  const answers = entries.filter(({ name }) => /-execution-log\.json$|-archive\.zip$/.test(name))
  expect(answers.length).toBeGreaterThan(20)
  expect(answers.filter((entry) => !entry.isFile())).toEqual([])
})
