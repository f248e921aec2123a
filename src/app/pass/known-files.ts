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

/** Null when it knows less of it than the answers in the folder: the journal may be a new one, or an older copy. */
export async function knowledgeOf(
  context: TenantContext,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
): Promise<Knowledge | null> {
  const { journal, tenant } = context
  const entry = await journal.file(tenant.name, name, sha256)
  if (entry === null || (await isBehind(context, entry))) return null
  return isAnsweredAnew(entry) ? 'new' : knowledgeIn(entry.state)
}

/** It waits by the journal, and was answered by the folder: the journal is a copy of before. */
async function isBehind({ answers, journal }: TenantContext, entry: KnownFile): Promise<boolean> {
  if (isAnsweredAnew(entry) || !asGoodAsNew.has(entry.state)) return false
  const answered = await answers.find(entry.name, entry.sha256)
  if (answered?.kind === 'open') return (await journal.run(answered.run.id)) === null
  return answered?.kind === 'final'
}

/** Put back after other content was answered under its name. Entries without a name of their own are told by content alone. */
function isAnsweredAnew({ name, overtaken }: KnownFile): boolean {
  return overtaken && name !== unanswerableName
}

function knowledgeIn(state: FileState): Knowledge {
  if (asGoodAsNew.has(state)) return 'new'
  return state === 'running' ? 'known' : 'answered'
}
