/** `lethe doctor`: what is missing before a run needs it, with the statements that mend it. */

import { examineInstallation, type Examined } from '../../app/operate/doctor/doctor.ts'

import { tellUsage } from '../failure.ts'
import { answeredIn, notAnsweredFor } from '../systems-table.ts'
import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import { sentenceWidth, severityLine } from '../screen/severity-line.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { tenantProblem } from '../tenant.ts'

export async function examine(call: Call): Promise<ExitCode> {
  const tenant = call.options.text('tenant')
  const width = sentenceWidth(call.io.out)
  return withCallServices(call, async (services) => {
    const problem = tenantProblem(services.settings, tenant)
    if (problem !== null) return tellUsage(problem, call)
    await report(
      call,
      { event: 'examined', subject: 'settings', complaints: [] },
      severityLine('ok', 'settings', width),
    )
    let code: ExitCode = 0
    for await (const examined of examineInstallation(services, tenant)) {
      call.io.signal.throwIfAborted()
      if (examined.complaints.some(({ severity }) => severity === 'error')) code = 1
      await report(call, { event: 'examined', ...examined }, textOf(examined, width))
    }
    return code
  })
}

function textOf({ subject, complaints, systems }: Examined, width: number): string {
  if (systems !== undefined) return textOfSystems(subject, systems, width)
  if (complaints.length === 0) return severityLine('ok', subject, width)
  return complaints
    .map(({ severity, place, message, remedy }) => {
      const where = place === subject ? subject : `${subject}: ${place}`
      // To be copied as they are: a statement has the lines it was written with.
      const statements = remedy === null ? '' : remedy.replaceAll(/^/gm, '           ') + '\n'
      return `${severityLine(severity, `${where}: ${message}`, width)}${statements}`
    })
    .join('')
}

/** A line for each system that is answered, and one for all that are not. */
function textOfSystems(subject: string, systems: NonNullable<Examined['systems']>, width: number): string {
  const answered = systems.flatMap((one) => {
    return one.answered === null ? [] : [severityLine('ok', `${subject}: ${one.system}: ${answeredIn(one)}`, width)]
  })
  const silent = notAnsweredFor(systems)
  return [...answered, silent === '' ? '' : severityLine('warning', `${subject}: ${silent}`, width)].join('')
}
