/**
 * A server that speaks version 4 of the native protocol of Cassandra, strictly: what is not in the specification, or not whole,
 * ends the connection with an error. No real server can be had where the tests run.
 */

import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

import { CqlError, typeCodes, type Column, type CqlStore, type Understood } from './cql-store.ts'
import { FrameReader, FrameWriter } from './cql-frames.ts'

const opcodes = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  execute: 0x0a,
  register: 0x0b,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const
const [requestVersion, responseVersion] = [0x04, 0x84]
const unprepared = 0x2500

export interface CqlServer {
  readonly port: number
  /** Statements that came in, one by one. */
  readonly statements: string[]
  /** Asked before each execution: an error code to answer with, or null. `after` carries it out first. */
  fault: ((statement: string) => { readonly code: number; readonly after?: boolean } | null) | null
  /** As after a restart: what was prepared is unknown. */
  readonly forgetPrepared: () => void
  readonly dropConnections: () => void
}

export interface CqlServerOptions {
  readonly store: CqlStore
  readonly tls?: TlsOptions
  readonly login?: { readonly user: string; readonly password: string }
}

export async function withCqlServer<T>(options: CqlServerOptions, work: (server: CqlServer) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>()
  const prepared = new Map<string, string>()
  const told: CqlServer = {
    port: 0,
    statements: [],
    fault: null,
    forgetPrepared: () => {
      prepared.clear()
    },
    dropConnections: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
  const take = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    serve(socket, new Conversation(options, prepared, told))
  }
  const server = options.tls === undefined ? createServer(take) : createTlsServer(options.tls, take)
  server.on('tlsClientError', () => {})
  await listening(server)
  const address = server.address()
  try {
    return await work(Object.assign(told, { port: typeof address === 'object' && address !== null ? address.port : 0 }))
  } finally {
    told.dropConnections()
    server.close()
  }
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

const headerBytes = 9

function serve(socket: Socket, conversation: Conversation): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= headerBytes) {
      const length = rest.readInt32BE(5)
      if (length < 0 || length > 256 * 1024 * 1024) return void socket.destroy()
      if (rest.length < headerBytes + length) return
      const [header, body] = [rest.subarray(0, headerBytes), rest.subarray(headerBytes, headerBytes + length)]
      rest = rest.subarray(headerBytes + length)
      answer(socket, conversation, header, body)
    }
  })
}

function answer(socket: Socket, conversation: Conversation, header: Buffer, body: Buffer): void {
  const [version, flags, stream, opcode] = [header[0], header[1], header.readInt16BE(2), header[4] ?? 0]
  const send = (code: number, content: Buffer): void => {
    const head = Buffer.alloc(headerBytes)
    head.writeUInt8(responseVersion, 0)
    head.writeInt16BE(stream, 2)
    head.writeUInt8(code, 4)
    head.writeInt32BE(content.length, 5)
    socket.write(Buffer.concat([head, content]))
  }
  try {
    if (version !== requestVersion) throw new CqlError(0x000a, 'Invalid or unsupported protocol version')
    if (flags !== 0 || stream < 0) throw new CqlError(0x000a, 'flags or a stream that are not supported')
    const reader = new FrameReader(body)
    const [code, content] = conversation.answer(opcode, reader)
    if (reader.left > 0) throw new CqlError(0x000a, 'the body is longer than its content')
    send(code, content)
  } catch (error) {
    const { code, message } = error instanceof CqlError ? error : new CqlError(0x0000, String(error))
    send(opcodes.error, errorBody(code, message, error instanceof UnpreparedError ? error.id : null))
    if (code === 0x000a) socket.end()
  }
}

class UnpreparedError extends CqlError {
  readonly id: Buffer
  constructor(id: Buffer) {
    super(unprepared, 'not prepared')
    this.id = id
  }
}

const localQuorum = 0x06

/** With what the specification says that each carries. */
function errorBody(code: number, message: string, id: Buffer | null): Buffer {
  const writer = new FrameWriter().int(code).string(message)
  if (code === 0x1000) writer.short(localQuorum).int(2).int(1)
  if (code === 0x1100) writer.short(localQuorum).int(1).int(2).string('SIMPLE')
  if (code === 0x1200) writer.short(localQuorum).int(1).int(2).byte(0)
  if (code === 0x1300) writer.short(localQuorum).int(1).int(2).int(1).byte(0)
  if (code === 0x1500) writer.short(localQuorum).int(1).int(2).int(1).string('SIMPLE')
  if (id !== null) writer.shortBytes(id)
  return writer.end()
}

type Reply = readonly [opcode: number, body: Buffer]

class Conversation {
  readonly #options: CqlServerOptions
  readonly #prepared: Map<string, string>
  readonly #told: CqlServer
  #state: 'new' | 'login' | 'ready' = 'new'

  constructor(options: CqlServerOptions, prepared: Map<string, string>, told: CqlServer) {
    this.#options = options
    this.#prepared = prepared
    this.#told = told
  }

  answer(opcode: number, body: FrameReader): Reply {
    if (opcode === opcodes.options) return [opcodes.supported, new FrameWriter().short(0).end()]
    if (opcode === opcodes.startup) return this.#start(body)
    if (opcode === opcodes.authResponse && this.#state === 'login') return this.#login(body)
    if (this.#state !== 'ready') throw new CqlError(0x000a, 'not started')
    switch (opcode) {
      case opcodes.register:
        body.stringList()
        return [opcodes.ready, Buffer.alloc(0)]
      case opcodes.query:
        return this.#query(body)
      case opcodes.prepare:
        return this.#prepare(body)
      case opcodes.execute:
        return this.#execute(body)
      default:
        throw new CqlError(0x000a, 'an opcode that is not known')
    }
  }

  #start(body: FrameReader): Reply {
    if (!body.stringMap().has('CQL_VERSION')) throw new CqlError(0x000a, 'CQL_VERSION is missing')
    this.#state = this.#options.login === undefined ? 'ready' : 'login'
    if (this.#state === 'ready') return [opcodes.ready, Buffer.alloc(0)]
    return [opcodes.authenticate, new FrameWriter().string('org.apache.cassandra.auth.PasswordAuthenticator').end()]
  }

  #login(body: FrameReader): Reply {
    const { user, password } = this.#options.login ?? { user: '', password: '' }
    const [, given, secret] = (body.bytes() ?? Buffer.alloc(0)).toString().split('\0')
    if (given !== user || secret !== password) throw new CqlError(0x0100, `Username ${given} or its password is wrong`)
    this.#state = 'ready'
    return [opcodes.authSuccess, new FrameWriter().bytes(null).end()]
  }

  /** Only what the driver itself asks. */
  #query(body: FrameReader): Reply {
    const statement = body.longString()
    parametersOf(body)
    const columns = systemTables[/FROM (system\.\w+)/.exec(statement)?.[1] ?? '']
    if (columns === undefined) throw new CqlError(0x2200, 'only prepared statements here')
    return [
      opcodes.result,
      rowsBody({ keyspace: 'system', table: 'local', result: columns.columns }, columns.rows, {
        more: null,
        isBare: false,
      }),
    ]
  }

  #prepare(body: FrameReader): Reply {
    const statement = body.longString()
    const { bound, result, keyspace, table } = this.#options.store.understand(statement)
    const id = Buffer.from(`${this.#prepared.size}-${statement.length}`)
    this.#prepared.set(id.toString(), statement)
    const writer = new FrameWriter().int(0x0004).shortBytes(id)
    writer.int(0x0001).int(bound.length).int(0).string(keyspace).string(table)
    for (const column of bound) writeColumn(writer, column)
    writer.int(result.length > 0 ? 0x0001 : 0x0004).int(result.length)
    if (result.length > 0) writer.string(keyspace).string(table)
    for (const column of result) writeColumn(writer, column)
    return [opcodes.result, writer.end()]
  }

  #execute(body: FrameReader): Reply {
    const id = body.shortBytes()
    const { values, pageRows, from, isBare } = parametersOf(body)
    const statement = this.#prepared.get(id.toString())
    if (statement === undefined) throw new UnpreparedError(id)
    this.#told.statements.push(statement)
    const fault = this.#told.fault?.(statement) ?? null
    if (fault !== null && fault.after !== true) throw new CqlError(fault.code, 'a fault for 2125550101')
    const understood = this.#options.store.understand(statement)
    if (values.length !== understood.bound.length) throw new CqlError(0x2200, 'another number of bound values')
    const rows = understood.run(values)
    if (fault !== null) throw new CqlError(fault.code, 'a fault for 2125550101')
    if (understood.result.length === 0) return [opcodes.result, new FrameWriter().int(0x0001).end()]
    const page = rows.slice(from, from + pageRows)
    const more = from + pageRows < rows.length ? from + pageRows : null
    return [opcodes.result, rowsBody(understood, page, { more, isBare })]
  }
}

interface Parameters {
  readonly values: readonly (Buffer | null)[]
  readonly pageRows: number
  readonly from: number
  /** Without the metadata of the result. */
  readonly isBare: boolean
}

function parametersOf(body: FrameReader): Parameters {
  body.short()
  const flags = body.byte()
  if ((flags & 0xc0) !== 0) throw new CqlError(0x000a, 'flags that are not supported')
  const values = (flags & 0x01) === 0 ? [] : Array.from({ length: body.short() }, () => body.bytes())
  const pageRows = (flags & 0x04) === 0 ? Number.MAX_SAFE_INTEGER : body.int()
  const state = (flags & 0x08) === 0 ? null : body.bytes()
  if ((flags & 0x10) !== 0) body.short()
  if ((flags & 0x20) !== 0) body.long()
  return { values, pageRows, from: state === null ? 0 : Number(state.toString()), isBare: (flags & 0x02) !== 0 }
}

interface Page {
  /** Where the next one begins. */
  readonly more: number | null
  readonly isBare: boolean
}

function rowsBody(
  { keyspace, table, result }: Pick<Understood, 'keyspace' | 'table' | 'result'>,
  rows: readonly (readonly (Buffer | null)[])[],
  { more, isBare }: Page,
): Buffer {
  const writer = new FrameWriter().int(0x0002)
  writer.int((isBare ? 0x0004 : 0x0001) | (more === null ? 0 : 0x0002)).int(result.length)
  if (more !== null) writer.bytes(Buffer.from(String(more)))
  if (!isBare) {
    writer.string(keyspace).string(table)
    for (const column of result) writeColumn(writer, column)
  }
  writer.int(rows.length)
  for (const row of rows) for (const cell of row) writer.bytes(cell)
  return writer.end()
}

function writeColumn(writer: FrameWriter, { name, type }: Column): void {
  writer.string(name).short(typeCodes[type])
  if (type === 'map') writer.short(typeCodes.text).short(typeCodes.text)
}

const uuid = Buffer.from('00000000000040008000000000000001', 'hex')
const text = (name: string): Column => ({ name, type: 'text' })

const systemTables: Readonly<
  Record<string, { readonly columns: readonly Column[]; readonly rows: readonly (readonly (Buffer | null)[])[] }>
> = {
  'system.local': {
    columns: [
      text('key'),
      text('cluster_name'),
      text('data_center'),
      text('rack'),
      text('release_version'),
      text('partitioner'),
      { name: 'rpc_address', type: 'inet' },
      { name: 'host_id', type: 'uuid' },
      { name: 'schema_version', type: 'uuid' },
    ],
    rows: [
      [
        ...['local', 'test', 'dc1', 'r1', '2.2.19', 'org.apache.cassandra.dht.Murmur3Partitioner'].map((one) =>
          Buffer.from(one),
        ),
        Buffer.from([127, 0, 0, 1]),
        uuid,
        uuid,
      ],
    ],
  },
  // Another node, which nobody may speak to.
  'system.peers': {
    columns: [
      { name: 'peer', type: 'inet' },
      text('data_center'),
      text('rack'),
      text('release_version'),
      { name: 'rpc_address', type: 'inet' },
      { name: 'host_id', type: 'uuid' },
      { name: 'schema_version', type: 'uuid' },
    ],
    rows: [
      [
        Buffer.from([127, 0, 0, 9]),
        ...['dc1', 'r1', '2.2.19'].map((one) => Buffer.from(one)),
        Buffer.from([127, 0, 0, 9]),
        Buffer.from('00000000000040008000000000000002', 'hex'),
        uuid,
      ],
    ],
  },
}
