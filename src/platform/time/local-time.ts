/** Times as clocks on a wall show them, and when that is. */

import { shownIn } from './days.ts'

/**
 * The instant at which clocks of the zone show `YYYY-MM-DD` and `HH:MM:SS`. Of an hour that comes twice it is the first;
 * one that is left out counts as if the clocks had not been changed. Null where it is no time.
 */
export function instantIn(timeZone: string, day: string, time: string): Date | null {
  const shown = Date.parse(`${day}T${time}Z`)
  if (Number.isNaN(shown)) return null
  const candidates = [shown - dayMs, shown + dayMs].map((near) => shown - offsetAt(timeZone, near))
  const exact = candidates.filter((at) => at + offsetAt(timeZone, at) === shown)
  return new Date(Math.min(...(exact.length > 0 ? exact : candidates)))
}

const dayMs = 86_400_000

/** By how much clocks of the zone are ahead of UTC, milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  const { day, time } = shownIn(timeZone, at)
  return Date.parse(`${day}T${time}Z`) - Math.floor(at / 1000) * 1000
}
