/** What is done with the text of a document, in whatever thread: plain data in, plain data out. */

import { readJson } from '../../platform/text/json-document.ts'
import { jsonMembers, type JsonMember } from '../../platform/text/json-members.ts'

import { readDocument, type DocumentReading, type DocumentRules } from './read-document.ts'

export type DocumentJob =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly rules: DocumentRules }
  | { readonly kind: 'is-json'; readonly bytes: Uint8Array }
  | { readonly kind: 'members'; readonly text: string }

export type DocumentReply =
  | { readonly kind: 'read'; readonly reading: DocumentReading }
  | { readonly kind: 'is-json'; readonly isJson: boolean }
  | { readonly kind: 'members'; readonly members: readonly JsonMember[] }

export function performJob(job: DocumentJob): DocumentReply {
  switch (job.kind) {
    case 'read':
      return { kind: 'read', reading: readDocument(job.bytes, job.rules) }
    case 'is-json':
      return { kind: 'is-json', isJson: readsAsJson(job.bytes) }
    case 'members':
      return { kind: 'members', members: jsonMembers(job.text) }
    default:
      return job satisfies never
  }
}

/** Limits that no further byte can mend count as JSON: waiting would not help. */
function readsAsJson(bytes: Uint8Array): boolean {
  const reading = readJson(bytes)
  return reading.ok || reading.problem.rule === 'too-deep' || reading.problem.rule === 'too-many-values'
}
