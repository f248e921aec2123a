/** `lethe cancel RUN`: stops a run; with what it shares with `lethe retry RUN`. */

import { cancelRun, type Operated, type RunCommand } from '../../app/operate/operate.ts'
import type { Services } from '../../app/compose.ts'

import { tellUsage } from '../failure.ts'
import { withRunNamed } from '../run-named.ts'
import { openDisplay } from '../screen/progress.ts'
import { report } from '../report.ts'
import { drawResults, exitCodeOf } from '../results.ts'
import type { Call, ExitCode } from '../process-io.ts'

/** Exit code 0 when the run has ended with its report. */
export async function cancel(call: Call): Promise<ExitCode> {
  return operate(call, cancelRun, {
    over: 'the run is over: there is nothing to cancel',
    'under-way': 'the run is under way',
    busy: 'Asked. Another process works on the run and stops at its next transaction.\n',
  })
}

type Words = Readonly<Record<'over' | 'under-way' | 'busy', string>>
type Deed = (services: Services, command: RunCommand) => Promise<Operated>

export async function operate(call: Call, deed: Deed, words: Words): Promise<ExitCode> {
  return withRunNamed(call, async (services, { run }) => {
    const display = openDisplay(call)
    const notify = display.forTenant(run.tenant)
    const operated = await deed(services, {
      run: run.id,
      notify,
      isFollowed: display.isFollowed,
      signal: call.io.signal,
    }).finally(() => display.end())
    return await tell(call, { run: run.id, wasOver: run.state === 'closed', operated }, words)
  })
}

interface ToldOperation {
  readonly run: string
  readonly wasOver: boolean
  readonly operated: Operated
}

async function tell(call: Call, { run, wasOver, operated }: ToldOperation, words: Words): Promise<ExitCode> {
  switch (operated.kind) {
    case 'attempted': {
      const { tenant, result } = operated
      const ended = result.runs[0]?.ended ?? null
      await report(
        call,
        { event: 'attempted', run, tenant, ended },
        drawResults([{ tenant, result }], call.io.out.columns),
      )
      return ended === 'cancelled' ? 0 : exitCodeOf([{ tenant, result }])
    }
    case 'busy':
      await report(call, { event: 'asked', run }, words.busy)
      return 0
    case 'over':
      // Another process ended it, as asked.
      if (!wasOver) return await tellEnded(call, run)
      return tellUsage(words.over, call)
    case 'under-way':
      return tellUsage(words['under-way'], call)
    case 'unknown':
      return tellUsage('the journal knows no such run', call)
    default:
      return operated satisfies never
  }
}

async function tellEnded(call: Call, run: string): Promise<ExitCode> {
  await report(
    call,
    { event: 'ended', run },
    'The process that worked on the run has ended it; see the execution log.\n',
  )
  return 0
}
