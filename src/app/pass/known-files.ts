/** What the journal knows of a file or, where it does not, the answers in the folder. */

import { unanswerableName } from './arrival.ts'
import { takeOver } from './catch-up.ts'
import type { TenantContext, Knowledge } from '../context.ts'
import type { FileEntry, FileIdentity, FileState, KnownFile } from '../../records/journal/entries.ts'
import type { Journal } from '../../records/journal/journal.ts'
import type { Lease } from '../../records/journal/holding.ts'

/** What waits, was held back, was lost and has come back, or has no answer for want of a place. */
const unanswered = ['pending', 'held', 'lost', 'unplaced'] as const
const asGoodAsNew: ReadonlySet<FileState> = new Set(unanswered)

/** What tells a file from all others of its tenant. */
export function keyOf({ name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>): string {
  return `${sha256} ${name}`
}

/** The file name in what `keyOf` has made. */
export function nameOfKey(key: string): string {
  return key.slice(key.indexOf(' ') + 1)
}

/** Files that were seen before, and are in no run. */
export function waitingFiles(journal: Journal, tenant: string): Promise<readonly FileEntry[]> {
  return journal.files(tenant, unanswered)
}

/** `run`: an open run that an execution log told of, to be gone on with. */
export async function knowledgeOf(
  context: TenantContext,
  lease: Lease,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
): Promise<{ readonly knowledge: Knowledge; readonly run: string | null }> {
  const entry = await context.journal.file(context.tenant.name, name, sha256)
  if (entry !== null) return { knowledge: isAnsweredAnew(entry) ? 'new' : knowledgeIn(entry.state), run: null }
  // The journal may be a new one; the answers in the folder are not.
  const { known, run } = await takeOver(context, lease, { name, sha256 })
  return { knowledge: known ? 'known' : 'new', run }
}

/** Put back after other content was answered under its name. Entries without a name of their own are told by content alone. */
function isAnsweredAnew({ name, overtaken }: KnownFile): boolean {
  return overtaken && name !== unanswerableName
}

function knowledgeIn(state: FileState): Knowledge {
  if (asGoodAsNew.has(state)) return 'new'
  return state === 'running' ? 'known' : 'answered'
}
