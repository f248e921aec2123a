/** What is no text, as an entry of the archive: copied as it comes, and held against what was recorded of it. */

import { StepFailed } from '../../domain/errors.ts'
import type { ExportRow, UnreadBlob } from '../../domain/report.ts'
import type { ZipEntry } from '../../platform/archive/zip-entry.ts'
import type { ManifestEntry } from './manifest.ts'

/** A row whose bytes are an entry. */
export type BlobRow = ExportRow & Required<Pick<ExportRow, 'blob'>>

export function hasBlob(row: ExportRow): row is BlobRow {
  return row.blob !== undefined
}

/** An entry once begun cannot be taken back: the archive is written anew without it. */
export class BlobUnread extends Error {
  readonly unread: UnreadBlob

  constructor({ product, blob }: BlobRow, reason: string) {
    super(reason)
    this.unread = { product, blob, reason }
  }
}

/** Throws BlobUnread when the product cannot give the bytes, or gives others. */
export async function copyBlob(
  row: BlobRow,
  bytes: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
): Promise<ManifestEntry> {
  const { product, table, blob } = row
  await copy(row, bytes, entry)
  const { path, bytes: size, sha256 } = entry.close()
  if (sha256 !== blob.content.sha256) throw new BlobUnread(row, otherBytes)
  return { path, product, table, rows: 0, bytes: size, sha256, mediaType: blob.content.mediaType }
}

const otherBytes =
  'a file is no longer as it was when it was found; it is read again at the next pass, or drop the request again under a new name'

async function copy(row: BlobRow, bytes: AsyncIterable<Uint8Array>, entry: ZipEntry): Promise<void> {
  const chunks = bytes[Symbol.asyncIterator]()
  try {
    for (let next = await take(row, chunks); next !== null; next = await take(row, chunks)) {
      await entry.write(Buffer.from(next.buffer, next.byteOffset, next.byteLength))
    }
  } finally {
    await chunks.return?.()
  }
}

/** The product's failure is that of this blob alone; the archive's own is everybody's. */
async function take(row: BlobRow, chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  try {
    const next = await chunks.next()
    return next.done === true ? null : next.value
  } catch (error) {
    if (error instanceof StepFailed) throw new BlobUnread(row, error.message)
    throw error
  }
}
