/** Tells what erasing would do to sessions that were found; changes nothing. */

import { erased, type Foreseen } from '../../domain/effect.ts'
import type { FoundValue } from '../../domain/finding.ts'
import { fileColumn } from './folders/find.ts'
import { retainedUntil } from './retention.ts'
import { placeIn, voiceTables, type VoiceSite } from './site.ts'

export async function* foreseeSessions(site: VoiceSite, findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
  const tables = await voiceTables(site)
  const { settings, clock } = site
  for await (const { owner, target } of findings) {
    if (target.column === fileColumn) {
      yield { owner, target, fate: erased, findings: 1, how: 'removed as a file' }
      continue
    }
    const { role } = placeIn(tables, target).one
    if (settings.mode === 'retention') {
      const basis = retainedUntil(role, settings.retention, clock.now())
      yield { owner, target, fate: { kind: 'retained', basis }, findings: 1, how: null }
    } else yield { owner, target, fate: erased, findings: 1, how: 'masked as `***`' }
  }
}
