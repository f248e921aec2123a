/** `lethe requests`: every request of a period, refused, ended and finished ones too. */

import type { TenantSettings } from '../../app/settings/settings.ts'
import { requestLines, requestStates, type RequestLine, type RequestQuestion } from '../../app/operate/requests.ts'

import { toneOf } from '../screen/colour.ts'
import { readDateBound } from '../date-bound.ts'
import { tellUsage } from '../failure.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { jsonLines } from '../report.ts'
import { shortId } from '../run-named.ts'
import { withCallServices } from '../services.ts'
import { drawTable } from '../table.ts'
import { tenantProblem } from '../tenant.ts'
import { zonedTime } from '../zoned-time.ts'

/** Requests shown to people, the latest; programs get all. */
const mostShown = 100

const actions = ['export', 'forget'] as const

export async function listRequests(call: Call): Promise<ExitCode> {
  const asked = questionOf(call)
  if (typeof asked === 'string') return tellUsage(asked, call)
  const wanted = call.options.text('tenant')
  return withCallServices<ExitCode>(call, async (services) => {
    const problem = tenantProblem(services.settings, wanted)
    if (problem !== null) return tellUsage(problem, call)
    const tenants = services.settings.tenants.filter(({ name }) => wanted === null || name === wanted)
    const listed = call.json ? new JsonLines(call) : new Latest(call, tenants)
    for await (const lines of requestLines(services, { ...asked, tenants })) {
      call.io.signal.throwIfAborted()
      await listed.add(lines)
    }
    await listed.end()
    return 0
  })
}

type AskedByOptions = Omit<RequestQuestion, 'tenants'>

/** A sentence where something is not as it can be asked. */
function questionOf({ options }: Call): AskedByOptions | string {
  const action = oneOf(actions, options.text('action'))
  if (action === undefined) return `\`--action\` must be one of ${actions.join(', ')}`
  const state = oneOf(requestStates, options.text('state'))
  if (state === undefined) return `\`--state\` must be one of ${requestStates.join(', ')}`
  const [from, to] = [readDateBound(options.text('from'), 'start'), readDateBound(options.text('to'), 'end')]
  const due = options.text('dueBy')
  const dueBy = due === null ? null : readDateBound(due, 'end')
  if (from === null || to === null || (due !== null && dueBy === null)) {
    return 'write `--from`, `--to` and `--due-by` as YYYY-MM-DD or epoch seconds'
  }
  return { action, state, from, to, dueBy }
}

/** Null where nothing is asked for, undefined for what there is not. */
function oneOf<T extends string>(known: readonly T[], asked: string | null): T | null | undefined {
  return asked === null ? null : known.find((one) => one === asked)
}

/** Written many at a time: each write waits for its reader. */
class JsonLines {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  async add(lines: readonly RequestLine[]): Promise<void> {
    await this.#call.io.out.write(jsonLines(lines.map((line) => ({ event: 'request', ...line }))))
  }

  async end(): Promise<void> {}
}

/** Sorting few of them with those that are kept would be sorting these again and again. */
const settledAtOnce = 5000

/** How many are in which state, and the latest of them. */
class Latest {
  readonly #call: Call
  readonly #timeZones: ReadonlyMap<string, string>
  readonly #counts = new Map<string, number>()
  #latest: readonly RequestLine[] = []
  #coming: RequestLine[] = []
  #all = 0

  constructor(call: Call, tenants: readonly TenantSettings[]) {
    this.#call = call
    this.#timeZones = new Map(tenants.map(({ name, timeZone }) => [name, timeZone]))
  }

  async add(lines: readonly RequestLine[]): Promise<void> {
    this.#all += lines.length
    for (const { state } of lines) this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1)
    this.#coming.push(...lines)
    if (this.#coming.length >= settledAtOnce) this.#settle()
  }

  #settle(): void {
    const all = [...this.#latest, ...this.#coming]
    this.#latest = all.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, mostShown)
    this.#coming = []
  }

  end(): Promise<void> {
    this.#settle()
    return this.#call.io.out.write(this.#all === 0 ? 'There is no such request.\n' : this.#text())
  }

  #text(): string {
    const more = this.#all > mostShown ? `… and ${this.#all - mostShown} earlier ones; \`--json\` lists all\n` : ''
    const counts = requestStates.flatMap((state) => {
      const count = this.#counts.get(state)
      return count === undefined ? [] : [`${count} ${state}`]
    })
    const isOne = this.#timeZones.size === 1
    const rows = this.#latest.map((line) => rowOf(line, this.#timeZones.get(line.tenant) ?? 'UTC', isOne))
    return `${drawTable(columns, rows, this.#call.io.out.columns)}${more}\n${this.#all} request(s): ${counts.join(', ')}\n`
  }
}

const columns = [
  { title: 'received' },
  { title: 'tenant' },
  { title: 'file' },
  { title: 'action' },
  { title: 'state', tone: toneOf },
  { title: 'days left', align: 'right' },
  { title: 'run' },
  { title: 'finished' },
  { title: 'reason', isSentence: true },
] as const

/** Where there is one tenant its name says nothing. */
function rowOf(line: RequestLine, timeZone: string, isOne: boolean): readonly string[] {
  const { receivedAt, tenant, fileName, action, state, daysLeft, run, finishedAt, reason } = line
  const when = [
    zonedTime(receivedAt, timeZone),
    isOne ? '' : tenant,
    fileName,
    action ?? '-',
    state,
    String(daysLeft ?? '-'),
  ]
  return [
    ...when,
    run === null ? '-' : shortId(run),
    finishedAt === null ? '-' : zonedTime(finishedAt, timeZone),
    reason ?? '',
  ]
}
