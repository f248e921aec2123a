/** Reads a span of time: a number of seconds, or a text such as `500ms`, `2s`, `5m`, `1h`, `7d`. */

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const form = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/

/** Milliseconds; null when it has none of these forms. */
export function readDuration(written: number | string): number | null {
  if (typeof written === 'number') return written >= 0 && Number.isFinite(written) ? Math.round(written * 1000) : null
  const [, amount, unit] = form.exec(written.trim()) ?? []
  if (amount === undefined || !isUnit(unit)) return null
  return Math.round(Number(amount) * units[unit])
}

function isUnit(text: string | undefined): text is keyof typeof units {
  return text !== undefined && Object.hasOwn(units, text)
}
