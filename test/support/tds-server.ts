/** As much of SQL Server as a connection sees before it is refused: prelogin, TLS, the errors of a login. */

import { createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { TLSSocket, type TlsOptions } from 'node:tls'

export interface Refusing {
  /** Missing: the server knows no TLS. */
  readonly tls?: TlsOptions
  /** Numbers of the errors with which it answers a login, in this order. */
  readonly errors: readonly number[]
}

/** Types of messages. */
const prelogin = 0x12
const login = 0x10
const answer = 0x04

/** Serves on a port of its own while the work lasts. `logins` counts who got as far as a user and a password. */
export async function withTdsServer<T>(
  refusing: Refusing,
  work: (port: number, logins: () => number) => Promise<T>,
): Promise<T> {
  let logins = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    serve(socket, refusing, () => (logins += 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port could be had')
    return await work(address.port, () => logins)
  } finally {
    server.close()
  }
}

function serve(socket: Socket, { tls, errors }: Refusing, onLogin: () => void): void {
  let handshake: Duplex | null = null
  onMessage(socket, (type, data) => {
    if (type === prelogin && handshake !== null) handshake.push(data)
    else if (type === prelogin) {
      socket.write(packet(answer, preloginAnswer(tls !== undefined)))
      handshake = tls === undefined ? null : handshakeOver(socket, tls)
    } else if (type === login) {
      onLogin()
      socket.write(packet(answer, Buffer.concat([...errors.map(errorToken), done])))
    }
  })
}

/** TLS inside of prelogin messages, each answered by one. */
function handshakeOver(socket: Socket, tls: TlsOptions): Duplex {
  const inner = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, callback) => {
      socket.write(packet(prelogin, chunk))
      callback()
    },
  })
  new TLSSocket(inner, { ...tls, isServer: true }).on('error', () => {})
  return inner
}

function onMessage(socket: Socket, take: (type: number, data: Buffer) => void): void {
  let waiting = Buffer.alloc(0)
  let message: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    while (waiting.length >= 8 && waiting.length >= waiting.readUInt16BE(2)) {
      const length = waiting.readUInt16BE(2)
      const [type, status] = [waiting.readUInt8(0), waiting.readUInt8(1)]
      message.push(waiting.subarray(8, length))
      waiting = waiting.subarray(length)
      if ((status & 1) === 0) continue
      const whole = Buffer.concat(message)
      message = []
      take(type, whole)
    }
  })
}

function packet(type: number, data: Buffer): Buffer {
  const header = Buffer.from([type, 1, 0, 0, 0, 0, 1, 0])
  header.writeUInt16BE(data.length + 8, 2)
  return Buffer.concat([header, data])
}

/** Version and encryption: 1 is on, 2 is not supported. */
function preloginAnswer(encrypted: boolean): Buffer {
  const options = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff])
  return Buffer.concat([options, Buffer.from([15, 0, 0, 0, 0, 0, encrypted ? 1 : 2])])
}

function errorToken(number: number): Buffer {
  const text = Buffer.from('refused', 'utf16le')
  const body = Buffer.alloc(8)
  body.writeInt32LE(number, 0)
  body.writeUInt8(1, 4)
  body.writeUInt8(14, 5)
  body.writeUInt16LE(text.length / 2, 6)
  const rest = Buffer.concat([body, text, Buffer.from([0, 0, 1, 0, 0, 0])])
  const head = Buffer.from([0xaa, 0, 0])
  head.writeUInt16LE(rest.length, 1)
  return Buffer.concat([head, rest])
}

const done = Buffer.from([0xfd, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
