/** `lethe plan RUN`: what a run waits for somebody to look at, file by file; keys and values only when they are asked for. */

import { textOfContent } from '../../domain/finding.ts'
import { plansOf, type PlanOfFile } from '../../app/operate/plans.ts'

import { withRunNamed } from '../run-named.ts'
import { sentenceWidth, severityLine } from '../screen/severity-line.ts'
import { report } from '../report.ts'
import type { Call, ExitCode, Output } from '../process-io.ts'
import { drawTable } from '../table.ts'

export async function showPlan(call: Call): Promise<ExitCode> {
  return withRunNamed(call, async (services, record) => {
    const { id } = record.run
    let plans = 0
    for await (const one of plansOf(services, record, call.io.signal)) {
      plans += 1
      await report(call, { event: 'plan', file: one.fileName, ...one.plan }, drawPlan(one, call.io.out))
      if (call.options.flag('values')) await showValues(call, one)
    }
    if (plans === 0) await report(call, { event: 'no-plan', run: id }, 'Nothing of this run is held.\n')
    return 0
  })
}

/** Line by line: there may be many. */
async function showValues(call: Call, { fileName: file, values }: PlanOfFile): Promise<void> {
  for await (const { product, pointer, finding } of values()) {
    const { target, locator, content } = finding
    const value = textOfContent(content)
    const line = `${product}\t${target.table}.${target.column}\t${locator}\t${value}\n`
    await report(call, { event: 'planned', file, product, pointer, ...target, locator, value }, line)
  }
}

function drawPlan({ fileName, plan }: PlanOfFile, out: Output): string {
  const columns = [
    { title: 'identifier' },
    { title: 'product' },
    { title: 'place' },
    { title: 'values', align: 'right' },
    { title: 'would be' },
  ] as const
  const rows = plan.products.flatMap(({ product, targets }) =>
    targets.map(({ pointer, table, column, values, how }) => {
      return [pointer, product, table === null ? 'texts' : `${table}.${column ?? ''}`, values, how ?? '']
    }),
  )
  const whose = [
    ...plan.held,
    ...(plan.holds ?? []).map((one) => ({ ...one, reason: `${one.values} value(s): ${one.reason}` })),
  ]
  const held = whose.map(({ pointer, kind, reason }) => `${pointer} (${kind}): ${reason}`)
  const hash = `plan ${plan.plan} over ${plan.values} value(s)\n`
  return `${fileName}: ${plan.action} for ${plan.tenant}\n${held.map((one) => severityLine('held', one, sentenceWidth(out))).join('')}\n${drawTable(columns, rows, out.columns)}${hash}\n`
}
