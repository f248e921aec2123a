/** Long reads stand still through the quiet hours of their product, and go on where they were. */

import { untoldWaits } from '../../platform/time/waits.ts'
import type { EnabledProduct, TenantContext } from '../context.ts'

/**
 * Resolves at once outside of quiet hours, else when they are over; rejects when the signal aborts. Undefined for a product
 * without quiet hours.
 */
export function restingOf(
  { clock, log, waits = untoldWaits }: Pick<TenantContext, 'clock' | 'log' | 'waits'>,
  { name, quietUntil }: Pick<EnabledProduct, 'name' | 'quietUntil'>,
  signal: AbortSignal,
): (() => Promise<void>) | undefined {
  if (quietUntil === undefined) return undefined
  const quiet = (): Date | null => quietUntil(clock.now())
  return async () => {
    for (let until = quiet(); until !== null; until = quiet()) {
      const milliseconds = Math.max(0, until.getTime() - clock.now().getTime())
      log.info({ product: name, milliseconds }, 'a long read waits for the end of the quiet hours')
      await waits.during(`the end of the quiet hours of \`${name}\``, () => clock.sleep(milliseconds, signal))
    }
  }
}
