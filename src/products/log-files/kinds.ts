/** Which kinds of identifiers logs are searched by. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { LogFilesSettings } from './settings.ts'

/** Numbers and addresses always; words only where the settings ask for them, since they may be anybody's. */
export function searchedKinds(settings: LogFilesSettings): ReadonlySet<IdentifierKind> {
  return new Set<IdentifierKind>(['phone', 'email', 'ipaddr', ...settings.words])
}
