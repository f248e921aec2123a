/** The store of a Feature Server in Cassandra, as a test takes it to be: no public source has its columns. */

import { CqlStore, type StoredColumn, type StoredFamily } from './cql-store.ts'

export interface StoredMessage {
  /** 1, 2, … */
  readonly n: number
  readonly caller: string
  readonly sound: string
}

const keyspace = 'sipfs'

const partition = (name: string, type: StoredColumn['type']) => ({ name, type, kind: 'partition_key' }) as const
const clustering = (name: string, type: StoredColumn['type']) => ({ name, type, kind: 'clustering' }) as const
const regular = (name: string, type: StoredColumn['type']) => ({ name, type, kind: 'regular' }) as const

export const usualColumns = {
  mailmessage: [
    partition('message_id', 'timeuuid'),
    regular('caller_ani', 'text'),
    regular('Subject', 'text'),
    regular('created', 'timestamp'),
    regular('length', 'int'),
    regular('size', 'bigint'),
    regular('is_read', 'boolean'),
  ],
  message_bytes: [partition('message_id', 'timeuuid'), clustering('chunk', 'int'), regular('data', 'blob')],
  mailboxmessages: [partition('mailbox', 'text'), clustering('message_id', 'timeuuid'), regular('folder', 'text')],
} as const satisfies Readonly<Record<string, readonly StoredColumn[]>>

export class VoicemailStoreOf {
  readonly store: CqlStore
  readonly families: readonly [mailmessage: StoredFamily, bytes: StoredFamily, mailboxes: StoredFamily]
  /** Seconds of the epoch. */
  now = 1_800_000_000

  constructor(
    messages: readonly StoredMessage[],
    columns: Readonly<Record<keyof typeof usualColumns, readonly StoredColumn[]>> = usualColumns,
  ) {
    this.store = new CqlStore(() => this.now)
    const create = (table: keyof typeof usualColumns) => this.store.create(keyspace, table, columns[table])
    this.families = [create('mailmessage'), create('message_bytes'), create('mailboxmessages')]
    for (const message of messages) this.leave(message)
  }

  leave({ n, caller, sound }: StoredMessage): void {
    const [messages, bytes, mailboxes] = this.families
    const id = idBytes(n)
    this.store.insert(messages, {
      message_id: id,
      caller_ani: Buffer.from(caller),
      Subject: Buffer.from('Voice message'),
      created: long(1_700_000_000_000n),
      length: int(12),
      size: long(9_007_199_254_740_993n),
      is_read: Buffer.from([1]),
    })
    for (const [chunk, data] of [sound.slice(0, 4), sound.slice(4)].entries()) {
      this.store.insert(bytes, { message_id: id, chunk: int(chunk), data: Buffer.from(data) })
    }
    this.store.insert(mailboxes, { mailbox: Buffer.from('8001'), message_id: id, folder: Buffer.from('inbox') })
  }

  /** Rows as they are now, each with its cells, without the times. */
  cells(): ReadonlyMap<string, string> {
    const cells = new Map<string, string>()
    for (const family of this.families) {
      for (const row of this.store.liveCells(family)) {
        const keys = family.columns.filter(({ kind }) => kind !== 'regular')
        const name = `${family.table} ${keys.map((key) => row.get(key.name)?.bytes.toString('hex')).join(' ')}`
        cells.set(name, [...row].map(([column, { bytes }]) => `${column}=${bytes.toString('hex')}`).join(' '))
      }
    }
    return cells
  }
}

export function idBytes(n: number): Buffer {
  return Buffer.from(idOf(n).replaceAll('-', ''), 'hex')
}

/** A version 1 UUID. */
export function idOf(n: number): string {
  return `00000000-0000-1000-8000-${String(n).padStart(12, '0')}`
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}
