/** Days as ISO 8601 writes them, by the clocks of a time zone. */

/** Whether it is a day of the calendar: a 31st of February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const start = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(text)
}

/** The day that it is there now, `YYYY-MM-DD`: such texts are in order as the days are. */
export function dayIn(timeZone: string, now: Date): string {
  return shownIn(timeZone, now).day
}

/** What clocks on a wall show: `YYYY-MM-DD` and `HH:MM:SS`. */
export function shownIn(timeZone: string, at: number | Date): { readonly day: string; readonly time: string } {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  return {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
  }
}

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const two = '2-digit'
  const date = { year: 'numeric', month: two, day: two } as const
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    ...date,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}
