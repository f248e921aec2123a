/** Calls back at the times of a cron expression, as the clocks of a time zone show them. */

import { Cron } from 'croner'

export interface Schedule {
  /** Null when it never comes due again. */
  readonly next: () => Date | null
  readonly stop: () => void
}

/** `timeZone`: IANA name. The time that a change of the clocks skips comes due right after it. */
export function onSchedule(pattern: string, timeZone: string, onDue: () => void): Schedule {
  const cron = new Cron(pattern, { timezone: timeZone, unref: false }, onDue)
  return {
    next: () => cron.nextRun(),
    stop: () => {
      cron.stop()
    },
  }
}
