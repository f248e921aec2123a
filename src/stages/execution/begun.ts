/** What erasing has begun elsewhere, a job or an expiry: its findings are not handed to the product again. */

import { ownerName, type Effect, type Fate } from '../../domain/effect.ts'
import type { RecordedFinding } from '../../domain/finding.ts'

/** Effects of findings that are known one by one: neither started again nor put off again. */
export function begunIn(effects: readonly Effect[]): readonly Effect[] {
  // An erasing that was cut off has told again what it goes on from.
  return [...new Map(effects.filter(isBegun).map((one) => [JSON.stringify(one), one])).values()]
}

/** A job or an expiry, or what has become of one. */
export function isBegun({ fate, locators = [] }: Effect): boolean {
  return locators.length > 0 && begun.has(fate.kind)
}

const begun: ReadonlySet<Fate['kind']> = new Set(['started', 'expires', 'erased', 'retained', 'absent'])

export async function* notYetBegun(
  findings: AsyncIterable<RecordedFinding>,
  known: readonly Effect[],
): AsyncIterable<RecordedFinding> {
  const names = new Set(known.flatMap((one) => (one.locators ?? []).map((locator) => nameOf(one, locator))))
  if (names.size === 0) yield* findings
  else for await (const finding of findings) if (!names.has(nameOf(finding, finding.locator))) yield finding
}

function nameOf({ owner, target }: Pick<Effect, 'owner' | 'target'>, locator: string): string {
  return JSON.stringify([ownerName(owner), target.table, target.column, locator])
}
