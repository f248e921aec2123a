/** `lethe done RUN --product P --by NAME`: a manual step of a declared product was done. */

import { confirmStep, type Confirmed } from '../../../app/operate/confirm.ts'

import { tellUsage } from '../../failure.ts'
import type { Call, ExitCode } from '../../process-io.ts'
import { openDisplay } from '../../screen/progress.ts'
import { report } from '../../report.ts'
import { withRunNamed } from '../../run-named.ts'
import { drawResults, exitCodeOf } from '../../results.ts'

/** Exit code 0 when it is noted, and the request that waited for it has come to its end. */
export async function confirm(call: Call): Promise<ExitCode> {
  const [product, by] = [call.options.text('product'), call.options.text('by')]
  if (product === null) return tellUsage('name the declared product with `--product`', call)
  if (by === null) return tellUsage('name who did the step with `--by`', call)
  return withRunNamed(call, async (services, { run: { id: run } }) => {
    const display = openDisplay(call)
    const about = { run, product, by, note: call.options.text('note'), signal: call.io.signal }
    const confirmed = await confirmStep(services, { ...about, notify: display.forTenant('') }).finally(() =>
      display.end(),
    )
    return await tell(call, { run, product }, confirmed)
  })
}

interface StepToConfirm {
  readonly run: string
  readonly product: string
}

async function tell(call: Call, { run, product }: StepToConfirm, confirmed: Confirmed): Promise<ExitCode> {
  switch (confirmed.kind) {
    case 'unknown':
      return tellUsage('the journal knows no such run; `lethe status` lists the open ones', call)
    case 'no-step': {
      const known = confirmed.known.length === 0 ? 'none' : `\`${confirmed.known.join('`, `')}\``
      return tellUsage(`the settings declare no manual step of that product; known are ${known}`, call)
    }
    case 'before':
      return tellUsage('the step was confirmed before', call)
    case 'confirmed': {
      const { attempt } = confirmed
      const text = attempt === null ? 'Noted.\n' : drawResults([attempt], call.io.out.columns)
      await report(call, { event: 'confirmed', run, product }, text)
      return attempt === null ? 0 : exitCodeOf([attempt])
    }
    default:
      return confirmed satisfies never
  }
}
