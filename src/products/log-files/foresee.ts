/** Tells how values in logs would be masked, and which logs are left alone. */

import { erased, held, type Foreseen } from '../../domain/effect.ts'
import type { FoundValue } from '../../domain/finding.ts'
import { wayOf } from './erase.ts'
import type { LogFilesSettings } from './settings.ts'

const ways = {
  'in-place': 'masked where it stands, the length unchanged',
  rewrite: 'masked in a copy that takes the log’s place',
} as const

export async function* foreseeMasking(
  findings: AsyncIterable<FoundValue>,
  settings: LogFilesSettings,
): AsyncIterable<Foreseen> {
  for await (const { owner, target } of findings) {
    const way = wayOf(target.table, settings)
    if (typeof way === 'string') yield { owner, target, findings: 1, fate: erased, how: ways[way] }
    else yield { owner, target, findings: 1, fate: held(way.reason), how: null }
  }
}
