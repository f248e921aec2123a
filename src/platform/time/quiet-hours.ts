/** Hours of the day, by the clocks of a time zone, in which something is better left alone. */

/** From and to in minutes after midnight; the span goes over midnight when it ends before it begins. */
export interface DaySpan {
  readonly from: number
  readonly to: number
}

const form = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

/** Reads `22:00-06:00`; null when it has not this form, or is empty. */
export function readDaySpan(text: string): DaySpan | null {
  const parts = form.exec(text)
  if (parts === null) return null
  const [, fromHour, fromMinute, toHour, toMinute] = parts.map(Number)
  const span = { from: (fromHour ?? 0) * 60 + (fromMinute ?? 0), to: (toHour ?? 0) * 60 + (toMinute ?? 0) }
  return span.from === span.to ? null : span
}

const minuteMs = 60_000
const dayMinutes = 1440

/** The end of the quiet time that it is `now`; null when it is none. Spans that touch count as one. */
export function quietUntil(spans: readonly DaySpan[], timeZone: string, now: Date): Date | null {
  let end: Date | null = null
  // Spans that follow each other all day long have no end: after a day it is looked at again.
  for (let time = now; time.getTime() - now.getTime() < dayMinutes * minuteMs;) {
    const minute = minuteOfDay(timeZone, time)
    const span = spans.find((each) => contains(each, minute))
    if (span === undefined) return end
    const left = (span.to - minute + dayMinutes) % dayMinutes
    time = new Date(Math.floor(time.getTime() / minuteMs) * minuteMs + left * minuteMs)
    end = time
  }
  return end
}

function contains({ from, to }: DaySpan, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function minuteOfDay(timeZone: string, time: Date): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  return (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0)
}
