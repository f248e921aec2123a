/** Checks schedules and time zones before anything waits for them. */

import { Cron } from 'croner'

/** Whether the five or six fields of a cron expression can be read and ever come due. */
export function isCronExpression(pattern: string): boolean {
  try {
    const cron = new Cron(pattern, { paused: true })
    return cron.nextRun() !== null
  } catch {
    return false
  }
}

/** When it comes due next as the clocks of a time zone show it; null when never again. */
export function nextDue(pattern: string, timeZone: string, after: Date): Date | null {
  return new Cron(pattern, { paused: true, timezone: timeZone }).nextRun(after)
}

/** Whether it is an IANA name that this machine knows. */
export function isTimeZone(name: string): boolean {
  // Offsets such as `+01:00` are accepted by newer runtimes, but know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
