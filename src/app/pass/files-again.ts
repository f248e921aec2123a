/** One file of a tenant once more, by its name: whether it is there, since when, and what it asks for. */

import type { Request } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { inspectFile, readFileOnce } from '../../platform/files/request-file.ts'
import type { FileIdentity } from '../../records/journal/entries.ts'
import { withInput, type InputPlace } from '../../stages/intake/input-folder.ts'
import type { Documents } from '../../stages/validation/documents.ts'
import { validateRequest } from '../../stages/validation/validate-request.ts'
import type { Arrivals } from '../context.ts'
import type { TenantSettings } from '../settings/settings.ts'

interface FileRules {
  readonly tenant: InputPlace & Pick<TenantSettings, 'country' | 'dialingPrefixes' | 'accounts'>
  readonly limits: { readonly maxRequestBytes: number }
  readonly documents: Documents
}

export function filesAgain(rules: FileRules): Pick<Arrivals, 'isThere' | 'reread' | 'thereSince'> {
  return {
    thereSince: (fileName) => thereSince(rules, fileName),
    isThere: async (file) => (await bytesOf(rules, file)) !== null,
    reread: (file, action, fileNumber) => reread(rules, file, { action, fileNumber }),
  }
}

/** What it holds was accepted before, whatever the limits are now. */
async function reread(
  rules: FileRules,
  file: FileIdentity,
  part: Pick<Request, 'action'> & { readonly fileNumber: number },
): Promise<Request | null> {
  const bytes = await bytesOf(rules, file)
  if (bytes === null) return null
  const { name: fileName, sha256: hash } = file
  const { country, dialingPrefixes, accounts } = rules.tenant
  const submitted = { fileName, bytes, sha256: hash, country, dialingPrefixes, accounts, ...part }
  const result = await validateRequest(submitted, rules.documents)
  return result.ok ? result.request : null
}

/** Null when the file is gone, or holds something else. Throws without its folder: then nothing can be said about it. */
async function bytesOf({ tenant, limits }: FileRules, file: FileIdentity): Promise<Uint8Array | null> {
  const reading = await withInput(tenant, (folder) => readFileOnce(folder.to(file.name), limits.maxRequestBytes))
  return reading.kind === 'read' && sha256(reading.bytes) === file.sha256 ? reading.bytes : null
}

async function thereSince({ tenant, limits }: FileRules, fileName: string): Promise<number | null> {
  const state = await withInput(tenant, (folder) => inspectFile(folder.to(fileName), limits.maxRequestBytes))
  if (state.kind !== 'file') return null
  const [modified, changed] = [state.modifiedNs, state.changedNs]
  return Number((modified < changed ? modified : changed) / 1_000_000n)
}
