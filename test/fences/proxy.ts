/** A connection through which a server is reached, and that is cut or stands still when it is told to. */

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Ends what is open. */
  readonly cut: () => void
  /** Nothing goes through until `flow`. */
  readonly still: () => void
  readonly flow: () => void
  readonly close: () => Promise<void>
}

export async function startProxy(port: number): Promise<Proxy> {
  const open = new Set<Socket>()
  let isStill = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('data', (bytes) => void other.write(bytes))
      one.on('error', () => void other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      if (isStill) one.pause()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const each = (work: (socket: Socket) => void): void => {
    for (const socket of [...open]) work(socket)
  }
  const cut = (): void => {
    each((socket) => socket.destroy())
  }
  return {
    port: address.port,
    cut,
    still: () => {
      isStill = true
      each((socket) => socket.pause())
    },
    flow: () => {
      isStill = false
      each((socket) => socket.resume())
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
