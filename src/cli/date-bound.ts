/** Reads the bounds of a time span as operators write them. */

/** Epoch seconds; null when it is no date. Without a bound the whole history is meant. */
export function readDateBound(written: string | null, edge: 'start' | 'end'): number | null {
  if (written === null) return edge === 'start' ? 0 : 253_402_300_799
  if (/^\d{1,12}$/.test(written)) return Number(written)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return null
  const start = Date.parse(`${written}T00:00:00Z`)
  // A 31st of February would be read as a day in March.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(written)) return null
  return start / 1000 + (edge === 'start' ? 0 : 86_399)
}
