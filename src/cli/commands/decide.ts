/** `lethe approve RUN` and `lethe reject RUN`: somebody has looked at the plans of a run, and decides. */

import { decide, type PlanOutcome, type Deciding } from '../../app/operate/decide.ts'

import { tellUsage } from '../failure.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { report } from '../report.ts'
import { withRunNamed } from '../run-named.ts'

export async function approve(call: Call): Promise<ExitCode> {
  return await tellDecision(call, 'approve')
}

export async function reject(call: Call): Promise<ExitCode> {
  if (call.options.text('reason') === null) return tellUsage('say why with `--reason`; write nothing personal', call)
  return await tellDecision(call, 'reject')
}

/** Exit code 0 when it counts for every plan of the run. */
async function tellDecision(call: Call, decision: Deciding['decision']): Promise<ExitCode> {
  const [key, isAccount] = [call.options.text('key'), call.options.flag('asOsUser')]
  if ((key === null) !== isAccount) return tellUsage('sign with `--key`, or decide with `--as-os-user`', call)
  const { options } = call
  const deciding = { decision, key, reason: options.text('reason'), plan: options.text('plan') ?? '' }
  return withRunNamed(call, async (services, record) => {
    const told = await decide(services, record, deciding)
    if (told.kind === 'refused') return tellUsage(told.reason, call)
    if (told.kind === 'nothing') {
      await report(call, { event: 'nothing-to-decide', run: record.run.id }, nothing)
      return 1
    }
    for (const one of told.plans) {
      const about = { run: record.run.id, file: one.fileName, plan: one.plan }
      await report(call, { event: 'decided', ...about, decision, how: one.how }, sentence(one, decision))
    }
    return told.plans.every(({ how }) => how !== 'begun') ? 0 : 1
  })
}

const nothing = 'Nothing of the run waits for a decision; `lethe plan` shows what is held.\n'

function sentence({ fileName, plan, how }: PlanOutcome, decision: Deciding['decision']): string {
  const done = decision === 'approve' ? 'approved' : 'rejected'
  const begun = 'is being carried out already: the decision comes too late'
  const noted = `is ${done}; this counts from the next pass on, or with \`lethe retry\` from now on`
  return `${fileName}: the plan ${plan.slice(0, 12)} ${how === 'begun' ? begun : noted}\n`
}
