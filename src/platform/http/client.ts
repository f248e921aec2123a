/**
 * Calls to one HTTP server: paced, bounded in time and size, over verified TLS.
 *
 * Reading is repeated when it failed for a passing reason. Writing never is: whether it took effect is unknown, and
 * what stands there may be somebody else's by then; the caller has to read again first. Redirects are not followed:
 * they would carry the login to another place.
 */

import { Pool, type Dispatcher } from 'undici'

import { StepFailed } from '../../domain/errors.ts'
import { verifiedTls } from '../crypto/verified-tls.ts'
import type { Clock } from '../time/clock.ts'
import {
  answered,
  askedToWait,
  certificateUnreadable,
  disconnected,
  isPassing,
  timedOut,
  tooLarge,
  unreadable,
} from './failure.ts'
import { createPace, type Pace } from './pace.ts'
import type { HttpSettings } from './settings.ts'

export interface HttpAnswer {
  /** 200 to 299, or one that only the caller understands: 404. */
  readonly status: number
  readonly body: string
}

export interface HttpClient {
  /** `path` as it goes onto the wire, from `/`. Throws StepFailed for every answer but 2xx and 404. */
  readonly read: (path: string, signal: AbortSignal) => Promise<HttpAnswer>
  /** One attempt. `body` is JSON. */
  readonly write: (method: 'PUT' | 'DELETE', call: HttpWrite, signal: AbortSignal) => Promise<HttpAnswer>
  /** Safe twice. */
  readonly close: () => Promise<void>
}

export interface HttpWrite {
  readonly path: string
  readonly body: string | null
}

/** Pauses before a reading call is repeated, milliseconds; as many repetitions as entries. */
const pauses: readonly number[] = [250, 1000, 4000]

interface CalledServer {
  readonly pool: Pool
  readonly prefix: string
  readonly pace: Pace
  readonly settings: HttpSettings
}

interface HttpCall extends HttpWrite {
  readonly method: 'GET' | 'PUT' | 'DELETE'
}

export function openHttp(settings: HttpSettings, clock: Clock): HttpClient {
  const url = new URL(settings.baseUrl)
  const line: CalledServer = {
    pool: new Pool(url.origin, {
      connections: settings.connections,
      connect: verifiedTls(settings.tls, certificateUnreadable),
    }),
    prefix: url.pathname.replace(/\/+$/, ''),
    pace: createPace(settings.callsPerSecond, clock),
    settings,
  }
  return {
    read: (path, signal) => repeat(clock, signal, () => attempt(line, { method: 'GET', path, body: null }, signal)),
    write: (method, call, signal) => attempt(line, { ...call, method }, signal),
    close: async () => {
      if (!line.pool.destroyed) await line.pool.destroy()
    },
  }
}

async function repeat<T>(clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof StepFailed) || !error.retryable) throw error
      await clock.sleep(pause, signal)
    }
  }
  return await work()
}

async function attempt(line: CalledServer, call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
  const { name, timeoutMs } = line.settings
  signal.throwIfAborted()
  await line.pace.turn(signal)
  const late = AbortSignal.timeout(timeoutMs)
  try {
    return await exchange(line, call, AbortSignal.any([signal, late]))
  } catch (error) {
    signal.throwIfAborted()
    if (late.aborted) throw timedOut(name, timeoutMs)
    throw error instanceof StepFailed ? error : disconnected(name, error)
  }
}

async function exchange(line: CalledServer, call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
  const { name, headers } = line.settings
  const answer = await line.pool.request({
    method: call.method,
    path: line.prefix + call.path,
    headers: { ...headers, accept: 'application/json', ...(call.body === null ? {} : jsonBody) },
    body: call.body,
    signal,
  })
  const { statusCode: status } = answer
  if (status !== 404 && (status < 200 || status > 299)) {
    await answer.body.dump({ limit: 65_536 })
    const bearable = line.pace.delay(isPassing(status) ? headerOf(answer, 'retry-after') : null)
    throw bearable ? answered(name, status) : askedToWait(name)
  }
  return { status, body: await readBody(answer, line.settings) }
}

const jsonBody = { 'content-type': 'application/json' } as const

async function readBody(answer: Dispatcher.ResponseData, settings: HttpSettings): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of bytesOf(answer.body)) {
    bytes += chunk.length
    // Leaving the loop destroys the connection: the rest is not received.
    if (bytes > settings.maxResponseBytes) throw tooLarge(settings.name, settings.maxResponseBytes)
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw unreadable(settings.name)
  }
}

async function* bytesOf(body: AsyncIterable<unknown>): AsyncIterable<Buffer> {
  for await (const chunk of body) {
    if (Buffer.isBuffer(chunk)) yield chunk
  }
}

function headerOf(answer: Dispatcher.ResponseData, name: string): string | null {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}
