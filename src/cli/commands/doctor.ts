/** `lethe doctor`: what is missing before a run needs it, with the statements that mend it. */

import { examineInstallation, type Examined } from '../../app/operate/doctor/doctor.ts'

import { tellUsage } from '../failure.ts'
import { answeredIn, notAnsweredFor } from '../systems-table.ts'
import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { tenantProblem } from '../tenant.ts'

export async function examine(call: Call): Promise<ExitCode> {
  const tenant = call.options.text('tenant')
  return withCallServices(call, async (services) => {
    const problem = tenantProblem(services.settings, tenant)
    if (problem !== null) return tellUsage(problem, call)
    await report(call, { event: 'examined', subject: 'settings', complaints: [] }, 'ok       settings\n')
    let code: ExitCode = 0
    for await (const examined of examineInstallation(services, tenant)) {
      call.io.signal.throwIfAborted()
      if (examined.complaints.some(({ severity }) => severity === 'error')) code = 1
      await report(call, { event: 'examined', ...examined }, textOf(examined))
    }
    return code
  })
}

function textOf({ subject, complaints, systems }: Examined): string {
  if (systems !== undefined) return textOfSystems(subject, systems)
  if (complaints.length === 0) return `ok       ${subject}\n`
  return complaints
    .map(({ severity, place, message, remedy }) => {
      const where = place === subject ? subject : `${subject}: ${place}`
      const statements = remedy === null ? '' : remedy.replaceAll(/^/gm, '           ') + '\n'
      return `${severity.padEnd(7)}  ${where}: ${message}\n${statements}`
    })
    .join('')
}

/** A line for each system that is answered, and one for all that are not. */
function textOfSystems(subject: string, systems: NonNullable<Examined['systems']>): string {
  const answered = systems.flatMap((one) => {
    return one.answered === null ? [] : [`ok       ${subject}: ${one.system}: ${answeredIn(one)}\n`]
  })
  const silent = notAnsweredFor(systems)
  return [...answered, silent === '' ? '' : `warning  ${subject}: ${silent}\n`].join('')
}
