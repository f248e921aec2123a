/** What was found, as the text that the record keeps, and back. */

import { textOfContent, type BlobContent, type Content, type DocumentContent } from '../../domain/finding.ts'
import { tableUnfit } from '../failures.ts'

export interface StoredContent {
  readonly kind: 'text' | 'document' | 'blob'
  readonly text: string
}

export function storedContent(content: Content): StoredContent {
  if (typeof content === 'string') return { kind: 'text', text: content }
  if (content.kind === 'document') return { kind: 'document', text: textOfContent(content) }
  const { name, mediaType, bytes, sha256 } = content
  return { kind: 'blob', text: JSON.stringify({ name, mediaType, bytes, sha256 }) }
}

/** `kind` null: there was nothing in the place. An engine may hold an empty text to be NULL. */
export function contentFrom(kind: string | null, text: string | null): Content | null {
  switch (kind) {
    case null:
      return null
    case 'text':
      return text ?? ''
    case 'document':
      return documentIn(text ?? '')
    case 'blob':
      return blobIn(text ?? '')
    default:
      throw unreadable()
  }
}

function documentIn(json: string): DocumentContent {
  const fields = Object.entries(membersIn(json)).map(([name, value]): [string, string | null] => {
    if (value !== null && typeof value !== 'string') throw unreadable()
    return [name, value]
  })
  return { kind: 'document', fields: Object.fromEntries(fields) }
}

function blobIn(json: string): BlobContent {
  const { name, mediaType, bytes, sha256 } = membersIn(json)
  if (typeof name !== 'string' || typeof mediaType !== 'string') throw unreadable()
  if (typeof bytes !== 'number' || typeof sha256 !== 'string') throw unreadable()
  return { kind: 'blob', name, mediaType, bytes, sha256 }
}

function membersIn(json: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(json)
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  } catch {
    // No JSON: what follows says so.
  }
  throw unreadable()
}

function unreadable() {
  return tableUnfit('a row of the record cannot be read')
}
