/** A small HTTP server that shows a few pages to whoever supervises the process. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { SettingsInvalid } from '../../domain/errors.ts'

export interface Page {
  readonly status: number
  readonly type: string
  readonly body: string
}

export interface Address {
  readonly host: string
  readonly port: number
}

export interface PageServer {
  /** The port it listens on, also when 0 was asked for. */
  readonly port: number
  readonly close: () => Promise<void>
}

/** Pages by path. A page that fails is a 500 without a word of the failure. Throws SettingsInvalid when it cannot listen. */
export async function servePages(
  { host, port }: Address,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<PageServer> {
  const server = createServer((request, response) => void answer(request, response, pages))
  // A supervisor's question is small and quick; whoever is slower wants something else.
  server.requestTimeout = 10_000
  server.headersTimeout = 5000
  server.listen(port, host)
  await once(server, 'listening').catch(() => {
    const message = `nobody can be served at port ${port} of \`${host}\`: choose another, or end who uses it`
    throw new SettingsInvalid([{ pointer: '/metrics', message }])
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const { status, type, body } = await pageFor(
    request.method ?? '',
    Object.hasOwn(pages, path) ? pages[path] : undefined,
  )
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function pageFor(method: string, page: (() => Promise<Page>) | undefined): Promise<Page> {
  if (page === undefined) return plain(404, 'no such page\n')
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'only GET\n')
  return page().catch(() => plain(500, 'failed; see the log\n'))
}

export function plain(status: number, body: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body }
}
