/** What the journal knows of a file. */

import { unanswerableName } from './arrival.ts'
import type { TenantContext, Knowledge } from '../context.ts'
import type { FileEntry, FileIdentity, FileState, KnownFile } from '../../records/journal/entries.ts'
import type { Journal } from '../../records/journal/journal.ts'

/** What waits, was held back, was lost and has come back, or has no answer for want of a place. */
const unanswered = ['pending', 'held', 'lost', 'unplaced'] as const
const asGoodAsNew: ReadonlySet<FileState> = new Set(unanswered)

/** What tells a file from all others of its tenant. */
export function keyOf({ name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>): string {
  return `${sha256} ${name}`
}

/** Files that were seen before, and are in no run. */
export function waitingFiles(journal: Journal, tenant: string): Promise<readonly FileEntry[]> {
  return journal.files(tenant, unanswered)
}

/** Null when it knows nothing of it: the journal may be a new one; the answers in the folder are not. */
export async function knowledgeOf(
  { journal, tenant }: TenantContext,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
): Promise<Knowledge | null> {
  const entry = await journal.file(tenant.name, name, sha256)
  if (entry === null) return null
  return isAnsweredAnew(entry) ? 'new' : knowledgeIn(entry.state)
}

/** Put back after other content was answered under its name. Entries without a name of their own are told by content alone. */
function isAnsweredAnew({ name, overtaken }: KnownFile): boolean {
  return overtaken && name !== unanswerableName
}

function knowledgeIn(state: FileState): Knowledge {
  if (asGoodAsNew.has(state)) return 'new'
  return state === 'running' ? 'known' : 'answered'
}
