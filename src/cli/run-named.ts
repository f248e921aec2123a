/** Opens the services for a command on one run, named by its id or by a beginning of it that is enough. */

import type { Services } from '../app/compose.ts'
import { runNamed, type RunNamed } from '../app/operate/run-named.ts'

import { tellUsage } from './failure.ts'
import type { Call, ExitCode } from './process-io.ts'
import { withCallServices } from './services.ts'

type FoundRun = Extract<RunNamed, { readonly kind: 'one' }>['record']

/** Shown of those that a beginning leaves open. */
const mostShown = 5

export async function withRunNamed(
  call: Call,
  work: (services: Services, record: FoundRun) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [written] = call.operands
  if (written === undefined || written === '') return tellUsage('name the run', call)
  return withCallServices<ExitCode>(call, async (services) => {
    const named = await runNamed(services, written)
    switch (named.kind) {
      case 'one':
        return await work(services, named.record)
      case 'unknown':
        return tellUsage(unknownRun, call)
      case 'several':
        return tellUsage(severalRuns(named.ids), call)
      default:
        return named satisfies never
    }
  })
}

/** Enough of it to name the run with; whoever reads by program gets all. */
export function shortId(id: string): string {
  return id.slice(0, 8)
}

const unknownRun =
  'the journal knows no such run; `lethe requests` lists all of them, and execution logs name theirs under `run.id`'

function severalRuns(ids: readonly string[]): string {
  const more = ids.length > mostShown ? ` and ${ids.length - mostShown} more` : ''
  return `several runs begin so: ${ids.slice(0, mostShown).join(', ')}${more}; write more of the one you mean`
}
