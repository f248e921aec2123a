/** A file as it is told and handed out: by name, size and digest. */

import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'

import type { BlobContent } from '../../../domain/finding.ts'
import { inFolderOf, openFile, statusOf } from './walk.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.vox': 'audio/basic',
  '.au': 'audio/basic',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
}

/** Null when it is gone, or no file. */
export async function blobAt(root: string, file: string): Promise<BlobContent | null> {
  return await inFolderOf(root, file, async (folder, name) => {
    if (!(await statusOf(folder, name)).isFile()) return null
    const handle = await openFile(folder, name)
    const digest = createHash('sha256')
    let bytes = 0
    for await (const piece of handle.createReadStream()) {
      if (!(piece instanceof Uint8Array)) continue
      digest.update(piece)
      bytes += piece.length
    }
    const mediaType = mediaTypes[extname(file).toLowerCase()] ?? 'application/octet-stream'
    return { kind: 'blob', name: basename(file), mediaType, bytes, sha256: digest.digest('hex') }
  })
}
