/** One HTTP server: what is repeated, what is bounded, what is verified, and what is never told. */

import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import type { TlsOptions } from 'node:tls'

import { afterEach, describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import { openHttp, type HttpClient } from '../../../src/platform/http/client.ts'
import { problemOfAddress, type HttpSettings } from '../../../src/platform/http/settings.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { certify } from '../../support/certificates.ts'
import { withFolder } from '../../support/databases.ts'
import { hurriedClock } from '../../products/web-services/site.ts'

const released: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const release of released.splice(0)) await release()
})

async function serve(listener: RequestListener, tls?: TlsOptions): Promise<string> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  released.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `${tls === undefined ? 'http' : 'https'}://localhost:${port}`
}

function open(baseUrl: string, more: Partial<HttpSettings> = {}, clock = hurriedClock()): HttpClient {
  const settings = { name: 'the server', baseUrl, headers: {}, tls: {}, timeoutMs: 30_000, connections: 2 }
  const client = openHttp({ ...settings, callsPerSecond: 1000, maxResponseBytes: 10_000, ...more }, clock)
  released.push(() => client.close())
  return client
}

const signal = () => new AbortController().signal

async function failureOf(work: Promise<unknown>): Promise<StepFailed> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (!(error instanceof StepFailed)) throw new Error('it did not fail as a step does', { cause: error })
  expect(`${error.message} ${String(error.cause)}`).not.toMatch(/canary|localhost|127\.0\.0\.1/)
  return error
}

describe('calls', () => {
  it('that read are repeated when the server answers for a passing reason, and end with its last word', async () => {
    let calls = 0
    const clock = hurriedClock()
    const url = await serve((_request, response) => {
      calls++
      response.writeHead(503).end('canary')
    })
    const failure = await failureOf(open(url, {}, clock).read('/canary', signal()))
    expect(failure).toMatchObject({ code: 'connection', retryable: true })
    const pauses = [250, 1000, 4000]
    expect(calls).toBe(pauses.length + 1)
    expect(clock.slept.filter((pause) => pauses.includes(pause))).toEqual(pauses)
  })

  it('that write are made once', async () => {
    let calls = 0
    const url = await serve((_request, response) => {
      calls++
      response.writeHead(503).end()
    })
    await failureOf(open(url).write('PUT', { path: '/canary', body: '{}' }, signal()))
    expect(calls).toBe(1)
  })

  it('come no faster than they may', async () => {
    const clock = hurriedClock()
    const client = open(await serve((_request, response) => response.end()), { callsPerSecond: 10 }, clock)
    await Promise.all(Array.from({ length: 5 }, () => client.read('/', signal())))
    expect(clock.slept.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThanOrEqual(400)
  })

  it('keep the path of the base address, and carry its headers', async () => {
    const url = await serve((request, response) => response.end(`${request.url} ${String(request.headers['x-csrf'])}`))
    const client = open(`${url}/proxy/`, { headers: { 'x-csrf': 'token' } })
    expect(await client.read('/api', signal())).toEqual({ status: 200, body: '/proxy/api token' })
  })

  it('stop when told to, with the reason given', async () => {
    const stopping = new AbortController()
    const url = await serve(() => {
      stopping.abort(new Error('told to stop'))
    })
    await expect(open(url).read('/', stopping.signal)).rejects.toThrow('told to stop')
  })

  it('are refused after closing, which is safe twice', async () => {
    const client = open(await serve((_request, response) => response.end()))
    await client.close()
    await client.close()
    await failureOf(client.read('/', signal()))
  })
})

describe('answers', () => {
  it('are read up to their limit, compressed ones not at all', async () => {
    const url = await serve((request, response) => {
      response.end(request.headers['accept-encoding'] === undefined ? 'x'.repeat(Number(request.url?.slice(1))) : '')
    })
    const client = open(url)
    expect((await client.read('/10000', signal())).body).toHaveLength(10_000)
    expect(await failureOf(client.read('/10001', signal()))).toMatchObject({ code: 'statement', retryable: false })
  })

  it('that drip on and on end with the time of the call', async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => {
        clearInterval(drip)
      })
    })
    const failure = await failureOf(open(url, { timeoutMs: 150 }).write('PUT', { path: '/', body: '{}' }, signal()))
    expect(failure).toMatchObject({ code: 'connection', retryable: true })
    expect(failure.message).toContain('150 ms')
  })

  it('that are no UTF-8 are refused', async () => {
    const client = open(await serve((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x7b]))))
    expect(await failureOf(client.read('/', signal()))).toMatchObject({ code: 'statement' })
  })

  it('that redirect are not followed', async () => {
    let followed = false
    const url = await serve((request, response) => {
      followed ||= request.url === '/elsewhere'
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    await failureOf(open(url).read('/canary', signal()))
    expect(followed).toBe(false)
  })

  it('404 are the caller’s to understand', async () => {
    const client = open(await serve((_request, response) => response.writeHead(404).end('gone')))
    expect(await client.read('/', signal())).toEqual({ status: 404, body: 'gone' })
  })
})

describe('TLS', () => {
  const secured = (work: (folder: string, tls: TlsOptions) => Promise<void>) =>
    withFolder(async (folder) => {
      await certify(folder)
      const pem = async (name: string) => readFile(join(folder, name))
      await work(folder, { key: await pem('server.key'), cert: await pem('server.pem'), ca: await pem('ca.pem') })
    })
  const hello: RequestListener = (_request, response) => response.end('hello')

  it('trusts the authority of the settings and nobody else', () =>
    secured(async (folder, tls) => {
      const url = await serve(hello, tls)
      const trusting = open(url, { tls: { caFile: join(folder, 'ca.pem') } })
      expect((await trusting.read('/', signal())).body).toBe('hello')
      expect(await failureOf(open(url).read('/', signal()))).toMatchObject({ code: 'statement', retryable: false })
    }))

  it('shows its certificate to a server that asks for one', () =>
    secured(async (folder, tls) => {
      const url = await serve(hello, { ...tls, requestCert: true, rejectUnauthorized: true })
      const caFile = join(folder, 'ca.pem')
      const files = { certFile: join(folder, 'client.pem'), keyFile: join(folder, 'client.key') }
      expect((await open(url, { tls: { caFile, ...files } }).read('/', signal())).body).toBe('hello')
      await failureOf(open(url, { tls: { caFile } }).write('PUT', { path: '/', body: '{}' }, signal()))
    }))

  it('does not go below 1.2', () =>
    secured(async (folder, tls) => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
      const client = open(await serve(hello, { ...tls, ...old }), { tls: { caFile: join(folder, 'ca.pem') } })
      await failureOf(client.write('PUT', { path: '/', body: '{}' }, signal()))
    }))

  it('tells which setting names a file that is not there', () => {
    expect(() =>
      openHttp({ ...settingsWith('https://localhost'), tls: { caFile: '/nowhere/canary' } }, systemClock),
    ).toThrow('`tls.caFile`')
  })
})

describe('an address', () => {
  it('is refused with a login, with a query, or in the open', () => {
    expect(problemOfAddress('https://gws.example.com:8090/x', {})).toBeNull()
    expect(problemOfAddress('http://127.0.0.1:8090', {})).toBeNull()
    expect(problemOfAddress('http://gws.example.com', { mode: 'off' })).toBeNull()
    expect(problemOfAddress('http://gws.example.com', {})).toContain('https://')
    expect(problemOfAddress('https://me:canary@gws.example.com', {})).toContain('`password`')
    expect(problemOfAddress('https://gws.example.com/?a=b', {})).toContain('`?`')
    expect(problemOfAddress('gws.example.com', {})).toContain('https://')
    expect(problemOfAddress('ftp://gws.example.com', {})).toContain('https://')
  })
})

function settingsWith(baseUrl: string): HttpSettings {
  const rates = { timeoutMs: 1000, connections: 1, callsPerSecond: 10, maxResponseBytes: 1000 }
  return { name: 'the server', baseUrl, headers: {}, tls: {}, ...rates }
}
