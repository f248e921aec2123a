/** Reads documents without keeping the main thread: small ones are read at once, large ones in a thread of their own. */

import type { JsonMember } from '../../platform/text/json-members.ts'
import { openJobThread, type JobThread } from '../../platform/threads/job-thread.ts'
import type { Clock } from '../../platform/time/clock.ts'

import type { DocumentJob, DocumentReply } from './document-jobs.ts'
import type { DocumentReading, DocumentRules } from './read-document.ts'
import { problem } from './schema-problems.ts'

export interface Documents {
  readonly read: (bytes: Uint8Array, rules: DocumentRules, signal?: AbortSignal) => Promise<DocumentReading>
  /** Whether the bytes read as JSON, as far as that can be told. */
  readonly isJson: (bytes: Uint8Array) => Promise<boolean>
  /** Of a text that is a JSON object. */
  readonly membersOf: (text: string) => Promise<readonly JsonMember[]>
  /** Safe twice. */
  readonly close: () => Promise<void>
}

/** What is read in this thread: some thirty milliseconds, whatever is in it. */
const smallBytes = 64 * 1024
/** Far more than the largest that the limits accept takes. */
const timeMs = 60_000
const memoryMb = 96
const idleMs = 5000

type Perform = (job: DocumentJob, signal?: AbortSignal) => Promise<DocumentReply | 'too-much'>

/** What reads documents is loaded with the first of them: many a command reads none. */
const performHere: Perform = async (job) => (await import('./document-jobs.ts')).performJob(job)

/** Everything in the thread that asks. */
const documentsHere: Documents = documentsBy(performHere, async () => {})

export function openDocuments(clock: Clock): Documents {
  // Worker threads run compiled code only; from source everything stays in the calling thread.
  if (import.meta.url.endsWith('.ts')) return documentsHere
  const module = new URL('document-worker.js', import.meta.url)
  const thread: JobThread<DocumentJob, DocumentReply> = openJobThread({ module, clock, timeMs, memoryMb, idleMs })
  return documentsBy((job, signal) => (isSmall(job) ? performHere(job) : thread.ask(job, signal)), thread.close)
}

function isSmall(job: DocumentJob): boolean {
  return (job.kind === 'members' ? job.text : job.bytes).length <= smallBytes
}

function documentsBy(perform: Perform, close: Documents['close']): Documents {
  return {
    read: async (bytes, rules, signal) => {
      const reply = await perform({ kind: 'read', bytes, rules }, signal)
      return typeof reply === 'object' && reply.kind === 'read' ? reply.reading : tooComplex
    },
    // Waiting makes it no simpler: reading says what is wrong.
    isJson: async (bytes) => {
      const reply = await perform({ kind: 'is-json', bytes })
      return typeof reply !== 'object' || reply.kind !== 'is-json' || reply.isJson
    },
    membersOf: async (text) => {
      const reply = await perform({ kind: 'members', text })
      return typeof reply === 'object' && reply.kind === 'members' ? reply.members : []
    },
    close,
  }
}

const tooComplex: DocumentReading = {
  ok: false,
  problems: [
    problem('', 'too-complex', 'takes more time or memory to read than is allowed. Send the request in several files.'),
  ],
  text: null,
}
