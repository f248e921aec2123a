/** Brings the journal up to what the folder says: files answered before it was made, and files that were withdrawn. */

import type { Action, Request } from '../../domain/request.ts'
import { parseFileName } from '../../stages/intake/file-name.ts'
import type { Arrival, TenantContext } from '../context.ts'
import type { FileEntry, FileIdentity } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/holding.ts'

/** `known`: the file needs no run of its own. `run`: the open run that it is part of. */
export interface TakenOver {
  readonly known: boolean
  readonly run: string | null
}

/** For a file that the journal does not know: what its execution log says is written into the journal. */
export async function takeOver(
  context: TenantContext,
  lease: Lease,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
): Promise<TakenOver> {
  const { answers, journal, log, tenant } = context
  const answered = await answers.find(name, sha256)
  if (answered === null) return { known: false, run: null }
  const file = { name, sha256, size: 0 }
  const fields = { tenant: tenant.name, request: sha256.slice(0, 12) }
  if (answered.kind === 'final') {
    const { action, state } = answered
    const mark = { action, state, reason: 'answered before this journal was made' }
    await journal.markFile(lease, file, mark)
    log.warn({ ...fields, outcome: state }, 'answered file taken over from its execution log')
    return { known: true, run: null }
  }
  if (answered.kind === 'unsealed') return { known: await waitForOperator(context, lease, file), run: null }
  // Whoever comes back after his run was cancelled or given up asks anew.
  if ((await journal.run(answered.run.id))?.run.ended) return { known: false, run: null }
  const run = { ...answered.run, salt: context.newSalt() }
  await journal.restore(lease, file, run)
  log.warn({ ...fields, run: run.id }, 'open run taken over from its execution log')
  return { known: true, run: run.id }
}

export const unsealedReason =
  'its execution log does not carry the seal of this installation, so that nobody can say whether it was answered; ' +
  '`lethe retry` with its name has it processed'

/**
 * Perhaps it was answered before there was this journal, and whoever was forgotten then has come back since. A file that
 * came later would stand in the journal: there somebody has laid a log beside it.
 */
async function waitForOperator(
  { arrivals, journal, log, tenant }: TenantContext,
  lease: Lease,
  file: FileIdentity,
): Promise<boolean> {
  const fields = { tenant: tenant.name, request: file.sha256.slice(0, 12) }
  const name = parseFileName(file.name)
  // It can only be refused, as often as anybody likes.
  if (!name.ok) return false
  const [there, { since }] = [await arrivals.thereSince(file.name), await journal.about()]
  if (there !== null && there > Date.parse(since)) {
    log.warn(fields, 'an execution log without our seal stands beside a new request; it is not believed')
    return false
  }
  const mark = { action: name.name.action, state: 'unsealed', reason: unsealedReason } as const
  await journal.markFile(lease, file, mark)
  log.warn({ ...fields, reason: unsealedReason }, 'request file waits for an operator')
  return true
}

/** Its age counts from now on. */
export async function noteArrival(
  { journal, tenant }: TenantContext,
  lease: Lease,
  { file, request }: Pick<Arrival, 'file'> & { readonly request: Pick<Request, 'action' | 'receivedAt'> },
): Promise<void> {
  const { action, receivedAt } = request
  const known = await journal.file(tenant.name, file.name, file.sha256)
  if (known !== null && !known.overtaken) return
  await journal.markFile(lease, file, { action, state: 'pending', receivedAt })
}

/** Files that waited for this pass and are not there any more. */
export async function* withdrawnFiles(
  { arrivals, journal, tenant }: TenantContext,
  action: Action,
  isSeen: (file: FileIdentity) => boolean,
): AsyncIterable<FileEntry> {
  if (!arrivals.looksAtAll || arrivals.lookAgainAt() !== null) return
  for (const file of await journal.files(tenant.name, ['pending', 'held', 'unsealed', 'unplaced'])) {
    if (file.action !== action || isSeen(file)) continue
    // That nobody has seen it in this pass does not say that it is gone.
    if (!(await arrivals.isThere(file))) yield file
  }
}

/** Nobody waits for it any more. */
export async function noteWithdrawn(
  { journal, log, tenant }: TenantContext,
  lease: Lease,
  file: FileEntry,
): Promise<void> {
  const mark = { action: file.action, state: 'lost', reason: 'withdrawn before it was processed' } as const
  await journal.markFile(lease, file, mark)
  log.info({ tenant: tenant.name, request: file.sha256.slice(0, 12) }, 'request file withdrawn')
}
