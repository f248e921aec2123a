/** `lethe show RUN`: a run's files, products, attempts and warnings, and what changed in the settings since. */

import { shownRun, type ShownRun, type SinceThen } from '../../app/operate/show.ts'

import { toneOf } from '../screen/colour.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { report } from '../report.ts'
import { withRunNamed } from '../run-named.ts'
import { answeredIn } from '../systems-table.ts'
import { drawTable } from '../table.ts'
import { zonedTime } from '../zoned-time.ts'

export async function showRun(call: Call): Promise<ExitCode> {
  return withRunNamed(call, async (services, record) => {
    const shown = await shownRun(services, record)
    const width = call.io.out.columns
    await report(call, eventOf(shown), textOf(shown, { width, zoned: (time) => zonedTime(time, shown.timeZone) }))
    return 0
  })
}

function eventOf({ run, files, steps, attempts, confirmations, decisions, acknowledgement, systems }: ShownRun) {
  const { id, ...about } = run
  return {
    event: 'run',
    run: id,
    ...about,
    files,
    products: steps,
    attempts,
    confirmations: Object.fromEntries(confirmations),
    decisions,
    acknowledgement,
    systems,
  }
}

/** How it is shown to people. */
interface TextForm {
  /** In characters. */
  readonly width: number
  /** A time by the tenant's clocks. */
  readonly zoned: (time: string) => string
}

function textOf(shown: ShownRun, form: TextForm): string {
  const tables = [files, products, attempts, confirmed, decided, systems].map((table) => table(shown, form))
  const parts = [headOf(shown, form), ...tables, remarks(shown)]
  return parts.filter((part) => part !== '').join('\n')
}

function headOf({ run, acknowledgement }: ShownRun, { zoned }: TextForm): string {
  const { id, tenant, action, state, attempt, startedAt, dueAt, cancelAsked, ended } = run
  const end = ended === null ? '' : `, ${ended}`
  const due = dueAt === null ? '' : `; due ${zoned(dueAt)}`
  const asked = cancelAsked === null ? '' : `; cancelling was asked for at ${zoned(cancelAsked)}`
  return `${action} ${id} of ${tenant}: ${state}${end}, attempt ${attempt}, begun ${zoned(startedAt)}${due}${asked}\n${noted(acknowledgement, zoned)}`
}

function noted(acknowledgement: ShownRun['acknowledgement'], zoned: TextForm['zoned']): string {
  if (acknowledgement === null) return ''
  const { by, at, note } = acknowledgement
  return `acknowledged by ${by} at ${zoned(at)}${note === null ? '' : `: ${note}`}\n`
}

function files({ files: all }: ShownRun, { width, zoned }: TextForm): string {
  const columns = [
    { title: 'file' },
    { title: 'state', tone: toneOf },
    { title: 'first seen' },
    { title: 'asked' },
    { title: 'SHA-256' },
  ]
  return drawTable(
    columns,
    all.map(({ name, state, firstSeen, receivedAt, sha256 }) => [
      name,
      state,
      zoned(firstSeen),
      receivedAt === null ? '-' : zoned(receivedAt),
      // As the log names it.
      sha256.slice(0, 12),
    ]),
    width,
  )
}

const right = 'right'

function products({ steps }: ShownRun, { width }: TextForm): string {
  const columns = [
    { title: 'product' },
    { title: 'phase' },
    { title: 'outcome', tone: toneOf },
    { title: 'places', align: right },
    { title: 'values', align: right },
    { title: 'redacted', align: right },
    { title: 'left', align: right },
    { title: 'deferred', align: right },
    { title: 'settings' },
  ] as const
  return drawTable(
    columns,
    steps.map(({ product, phase, outcome, evaluated, found, erased, left, deferred, sinceThen }) => {
      return [product, phase, outcome ?? '-', evaluated, found, erased, left, deferred, sentences[sinceThen]]
    }),
    width,
  )
}

const sentences: Readonly<Record<SinceThen, string>> = {
  same: 'unchanged',
  changed: 'changed',
  moved: 'its data is elsewhere',
  gone: 'no such entry any more',
  unknown: 'unknown',
}

function attempts({ attempts: all }: ShownRun, { width, zoned }: TextForm): string {
  const columns = [
    { title: 'attempt', align: right },
    { title: 'begun' },
    { title: 'ended' },
    { title: 'host' },
    { title: 'account' },
    { title: 'version' },
    { title: 'outcomes' },
  ] as const
  return drawTable(
    columns,
    all.map(({ attempt, startedAt, finishedAt, worker, products: ended }) => {
      const outcomes = ended.map(({ product, outcome }) => `${product} ${outcome}`).join(', ')
      const by = [worker?.host ?? '-', worker?.account ?? '-', worker?.version ?? '-']
      return [attempt, zoned(startedAt), finishedAt === null ? 'not yet' : zoned(finishedAt), ...by, outcomes]
    }),
    width,
  )
}

function confirmed({ confirmations }: ShownRun, { width, zoned }: TextForm): string {
  if (confirmations.size === 0) return ''
  const columns = [{ title: 'done by hand' }, { title: 'by' }, { title: 'at' }, { title: 'note' }]
  return drawTable(
    columns,
    [...confirmations].map(([product, { by, at, note }]) => [product, by, zoned(at), note ?? '']),
    width,
  )
}

function decided({ decisions }: ShownRun, { width, zoned }: TextForm): string {
  if (decisions.length === 0) return ''
  const titles = ['plan', 'decision', 'by', 'at', 'carried out from']
  return drawTable(
    titles.map((title) => ({ title })),
    decisions.map(({ plan, decision, by, isSigned, receivedAt, begunAt }) => {
      const who = isSigned ? by : `${by} (account, unsigned)`
      return [plan.slice(0, 12), decision ?? '-', who, zoned(receivedAt), begunAt === null ? '-' : zoned(begunAt)]
    }),
    width,
  )
}

function systems({ systems: all }: ShownRun, { width }: TextForm): string {
  if (all.length === 0) return ''
  return drawTable(
    [{ title: 'system' }, { title: 'answered today' }],
    all.map((one) => [one.system, answeredIn(one)]),
    width,
  )
}

/** What kept a product from its end, and what it warned of. */
function remarks({ steps }: ShownRun): string {
  const lines = steps.flatMap(({ product, reason, warnings }) => [
    ...(reason === null ? [] : [`${product}: ${reason}`]),
    ...warnings.map((warning) => `${product}: ${warning}`),
  ])
  return lines.map((line) => `${line}\n`).join('')
}
