/** `lethe verify RUN`: looks again for what a forget run erased, and says what is left. */

import { verifyAgain, type Verified } from '../../app/operate/verify.ts'

import { tellUsage } from '../failure.ts'
import { withRunNamed } from '../run-named.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { drawTable } from '../table.ts'

export async function verifyRun(call: Call): Promise<ExitCode> {
  return withRunNamed(call, async (services, record) => {
    const { id } = record.run
    if (record.run.action !== 'forget') return tellUsage('an export changes nothing: there is nothing to verify', call)
    const verified: Verified[] = []
    for await (const one of verifyAgain(services, record, call.io.signal)) {
      verified.push(one)
      await report(call, eventOf(id, one), null)
    }
    const clean = verified.every((one) => one.kind === 'verified' && one.left.length === 0)
    await report(call, { event: 'verify-ended', run: id, clean }, tableOf(verified, call.io.out.columns))
    return clean ? 0 : 1
  })
}

function eventOf(run: string, one: Verified) {
  if (one.kind === 'failed') {
    return { event: 'verify-failed', run, product: one.product, code: one.code, reason: one.reason }
  }
  const left = one.left.map(({ target, owner, rows }) => ({ ...target, subject: owner.subjectKey, rows }))
  return { event: 'verified', run, product: one.product, left }
}

function tableOf(verified: readonly Verified[], width: number): string {
  const columns = [{ title: 'product' }, { title: 'place' }, { title: 'left', align: 'right' }] as const
  const rows = verified.flatMap((one) => {
    if (one.kind === 'failed') return [[one.product, `FAILED (${one.code}): ${one.reason}`, '?']]
    if (one.left.length === 0) return [[one.product, 'everything that was searched', '0']]
    return one.left.map(({ target, rows: left }) => [one.product, `${target.table}.${target.column}`, String(left)])
  })
  return drawTable(columns, rows, width)
}
