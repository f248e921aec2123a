/**
 * Web Services as documented, over real HTTP: the settings API and no more of it. A call that the documentation does
 * not know is answered with 400 and remembered as a violation.
 *
 * Sources: Settings API (list, read), User Settings API (`/users/{id}/settings`), group settings of Interaction
 * Recording Web Services: PUT and DELETE go to the group, and the body names the setting by its key.
 */

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TlsOptions } from 'node:tls'

export interface StoredGroup {
  readonly keyName: string
  /** JSON texts, kept as they were written. */
  settings: string[]
}

/** Groups by name, of the contact center (`''`) and of users by id. */
export type Store = Map<string, Map<string, StoredGroup>>

export interface Call {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** Returns true when it has answered, or will not. Runs before the call is looked at. */
export type Fault = (call: Call, response: ServerResponse) => boolean

export interface WebServicesServer {
  readonly baseUrl: string
  readonly store: Store
  readonly calls: Call[]
  readonly violations: string[]
  /** Tried in turn on every call until one answers. */
  readonly faults: Fault[]
}

export interface ServerOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly tls?: TlsOptions
  /** Users of one page of `/users`; all on one page when left out. */
  readonly pageSize?: number
  /** A proxy in front that takes away the body of a DELETE: what is left deletes the group. */
  readonly losesDeleteBodies?: boolean
}

export const login = { user: 'admin@example.com', password: 'canary-password' } as const
const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`

export async function withWebServices<T>(
  store: Store,
  work: (server: WebServicesServer) => Promise<T>,
  options: ServerOptions = {},
): Promise<T> {
  const calls: Call[] = []
  const violations: string[] = []
  const faults: Fault[] = []
  const listener: RequestListener = (request, response) => {
    void bodyOf(request).then((body) => {
      const call = { method: request.method ?? '', path: request.url ?? '', body }
      calls.push(call)
      if (faults.some((fault) => fault(call, response))) return
      answer({ store, options, violations, request, response, call })
    })
  }
  const http = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(http.address())
  const scheme = options.tls === undefined ? 'http' : 'https'
  try {
    return await work({ baseUrl: `${scheme}://127.0.0.1:${port}`, store, calls, violations, faults })
  } finally {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
}

/** A fault that strikes so many times and is then over. */
export function times(count: number, fault: Fault): Fault {
  let left = count
  return (call, response) => left > 0 && fault(call, response) && left-- > 0
}

export function sendStatus(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_call, response) => {
    response.writeHead(status, headers).end('{"statusCode":1}')
    return true
  }
}

export function on(method: string, path: RegExp, fault: Fault): Fault {
  return (call, response) => call.method === method && path.test(call.path) && fault(call, response)
}

interface Exchange {
  readonly store: Store
  readonly options: ServerOptions
  readonly violations: string[]
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly call: Call
}

function answer(exchange: Exchange): void {
  const { request, response, options } = exchange
  if (request.headers.authorization !== authorization) {
    send(response, 401)
    return
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (request.headers[name.toLowerCase()] !== value) {
      send(response, 403)
      return
    }
  }
  if (request.headers.accept !== 'application/json') {
    violate(exchange, 'accept')
    return
  }
  route(exchange)
}

function route(exchange: Exchange): void {
  const { call, store, response } = exchange
  const [path = '', query] = call.path.split('?')
  const parts = path.split('/').slice(1).map(decodeURIComponent)
  if (parts[0] !== 'api' || parts[1] !== 'v2') {
    violate(exchange, 'path')
    return
  }
  if (parts[2] === 'users' && parts.length <= 4) {
    answerUsers(exchange, parts[3], query)
    return
  }
  if (query !== undefined) {
    violate(exchange, 'query')
    return
  }
  const isUsers = parts[2] === 'users'
  const [resource, group, ...rest] = parts.slice(isUsers ? 4 : 2)
  if (resource !== 'settings' || rest.length > 0) {
    violate(exchange, 'path')
    return
  }
  const groups = store.get(isUsers ? (parts[3] ?? '') : '')
  if (groups === undefined) {
    send(response, 404)
    return
  }
  if (group === undefined) {
    if (call.method === 'GET') sendGroups(exchange, groups, path)
    else violate(exchange, 'method')
    return
  }
  const stored = groups.get(group)
  if (stored === undefined) {
    send(response, 404)
    return
  }
  answerGroup(exchange, groups, group)
}

function answerUsers({ call, store, response, options, violations }: Exchange, id?: string, query?: string): void {
  const ids = [...store.keys()].filter((user) => user !== '')
  if (call.method !== 'GET') {
    violations.push(`${call.method} users`)
    send(response, 400)
    return
  }
  if (id !== undefined) {
    if (ids.includes(id)) send(response, 200, { user: { id } })
    else send(response, 404)
    return
  }
  const from = Number(new URLSearchParams(query).get('offset') ?? 0)
  const to = from + (options.pageSize ?? ids.length)
  const more = to < ids.length ? { nextPath: `/users?offset=${to}` } : {}
  send(response, 200, { users: ids.slice(from, to).map((user) => ({ id: user, userName: 'agent' })), ...more })
}

function sendGroups({ response }: Exchange, groups: ReadonlyMap<string, StoredGroup>, path: string): void {
  const settings = [...groups].map(([name, { keyName }]) => ({
    displayName: name,
    key: keyName,
    uri: `http://198.51.100.3:8090${path}/${encodeURIComponent(name)}`,
  }))
  send(response, 200, { settings })
}

function answerGroup(exchange: Exchange, groups: Map<string, StoredGroup>, name: string): void {
  const { call, response, request, options } = exchange
  const group = groups.get(name) ?? { keyName: 'name', settings: [] }
  if (call.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`{"settings":[${group.settings.join(',')}],"statusCode":0}`)
    return
  }
  if (call.method === 'DELETE' && options.losesDeleteBodies === true) {
    groups.delete(name)
    send(response, 200)
    return
  }
  if (call.method !== 'PUT' && call.method !== 'DELETE') {
    violate(exchange, 'method')
    return
  }
  if (request.headers['content-type'] !== 'application/json') {
    violate(exchange, 'content type')
    return
  }
  const given = keyIn(call.body, group.keyName)
  if (given === null) {
    violate(exchange, 'body')
    return
  }
  const index = group.settings.findIndex((setting) => keyIn(setting, group.keyName) === given)
  if (index < 0) {
    send(response, 404)
    return
  }
  if (call.method === 'PUT') group.settings[index] = call.body
  else group.settings.splice(index, 1)
  send(response, 200)
}

function keyIn(json: string, keyName: string): string | null {
  try {
    const key: unknown = Reflect.get(Object(JSON.parse(json)), keyName)
    return typeof key === 'string' ? key : null
  } catch {
    return null
  }
}

function violate({ violations, response, call }: Exchange, what: string): void {
  violations.push(`${call.method} ${what}`)
  send(response, 400)
}

function send(response: ServerResponse, status: number, content: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ...content, statusCode: status === 200 ? 0 : 1 }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port')
  return address
}
