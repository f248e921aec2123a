/** The bytes of a message, which may stand in several rows. */

import { createHash } from 'node:crypto'

import type { BlobContent } from '../../../domain/finding.ts'
import { cqlText, cqlValueFrom } from '../../../platform/cql/values.ts'
import { timedRows, type TimedRow } from './rows.ts'
import type { StoreSite, VoicemailStore } from './store.ts'

/** `message`: as a text. Rows come in the order of their key. */
export function rowsOfSound(
  site: StoreSite,
  { bytes }: VoicemailStore,
  message: string,
  signal: AbortSignal,
): AsyncIterable<TimedRow> {
  const where = [[bytes.message, cqlValueFrom(message, bytes.message.type)]] as const
  return timedRows(site, { family: bytes, where }, signal)
}

export function bytesIn({ bytes }: VoicemailStore, { values }: TimedRow): Buffer {
  const value = values.get(bytes.content.name)
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

/** Null where there are no rows. */
export async function soundOf(
  site: StoreSite,
  store: VoicemailStore,
  message: string,
  signal: AbortSignal,
): Promise<BlobContent | null> {
  const digest = createHash('sha256')
  let [bytes, rows] = [0, 0]
  for await (const row of rowsOfSound(site, store, message, signal)) {
    const piece = bytesIn(store, row)
    digest.update(piece)
    bytes += piece.length
    rows += 1
  }
  if (rows === 0) return null
  return {
    kind: 'blob',
    name: `${message.replace(/[^\w.-]+/g, '_')}.wav`,
    mediaType: 'audio/wav',
    bytes,
    sha256: digest.digest('hex'),
  }
}

/** As locators and names have it. */
export function messageText(value: Parameters<typeof cqlText>[0]): string {
  return cqlText(value) ?? ''
}
