/** Exports that wait in the folder beside the files a pass was asked for: their people must not be forgotten yet. */

import type { Request } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import type { Folder } from '../../platform/files/folder.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import { parseFileName } from '../../stages/intake/file-name.ts'
import { openInput } from '../../stages/intake/input-folder.ts'
import { listRequests } from '../../stages/intake/listing.ts'
import type { Documents } from '../../stages/validation/documents.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import { validateRequest } from '../../stages/validation/validate-request.ts'
import type { AskJournal } from '../context.ts'
import { DueFiles, type DueRules } from './due-files.ts'
import type { TenantSettings } from '../settings/settings.ts'

interface BesideRules extends DueRules {
  readonly tenant: DueRules['tenant'] &
    Pick<TenantSettings, 'directory' | 'layout' | 'country' | 'dialingPrefixes' | 'accounts'>
  readonly limits: { readonly maxRequestBytes: number }
  readonly requestLimits?: RequestLimits
  readonly documents: Documents
  /** Names of files; null for all. */
  readonly only: readonly string[] | null
}

/** None when no forget was named. An upload need not be at rest: as soon as it can be read as a request, it counts. */
export async function* exportsBeside(rules: BesideRules, ask: AskJournal, signal: AbortSignal): AsyncIterable<Request> {
  if (rules.only?.some((fileName) => actionOf(fileName) === 'forget') !== true) return
  const folder = await openInput(rules.tenant)
  try {
    yield* exportsIn(folder, rules, ask, signal)
  } finally {
    await folder.close()
  }
}

async function* exportsIn(
  folder: Folder,
  rules: BesideRules,
  ask: AskJournal,
  signal: AbortSignal,
): AsyncIterable<Request> {
  const { tenant, limits, only, requestLimits, documents } = rules
  const { candidates } = await listRequests(folder, limits.maxRequestBytes)
  const isBeside = (fileName: string): boolean => actionOf(fileName) === 'export' && only?.includes(fileName) !== true
  const due = await new DueFiles(rules).begin(candidates.filter(({ fileName }) => isBeside(fileName)))
  for (const { path, fileName } of due.candidates) {
    signal.throwIfAborted()
    const reading = await readFileOnce(path, limits.maxRequestBytes)
    if (reading.kind !== 'read') continue
    const hash = sha256(reading.bytes)
    if (!due.isDue(fileName, hash) || (await ask(fileName, hash)) !== 'new') continue
    const { country, dialingPrefixes, accounts } = tenant
    const limited = requestLimits === undefined ? {} : { limits: requestLimits }
    const submitted = { fileName, bytes: reading.bytes, sha256: hash, country, dialingPrefixes, accounts, ...limited }
    const result = await validateRequest({ ...submitted, action: 'export', fileNumber: 1 }, documents, signal)
    if (result.ok) yield result.request
  }
}

function actionOf(fileName: string) {
  const reading = parseFileName(fileName)
  return reading.ok ? reading.name.action : null
}
