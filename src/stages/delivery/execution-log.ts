/** The execution log of a processed file: the document as submitted, the same with a response each, and the run. */

import type { IdentifierOutcome } from '../../domain/outcome.ts'
import { responseOf } from './response.ts'
import type { ProductReport, RunReport } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import { worstOutcome } from '../../domain/step.ts'
import { usualSpellingsIn } from './usual-spellings.ts'
import type { Seal } from '../../platform/crypto/seal.ts'
import { sealedRun, type Members } from './run-seal.ts'

export interface Processed {
  readonly request: Request
  readonly report: RunReport
  /** What each identifier is answered, by the pointer of its place in the request. */
  readonly outcomes: ReadonlyMap<string, IdentifierOutcome>
  /** What a forget does not reach. */
  readonly outOfScope?: readonly string[]
}

/**
 * Adds `result` and `run` to the document. In the cloud body `result` is an array like `requests`, on-premises the
 * whole document again; each identifier object in it gains `response`. (Source: Engage cloud, Execution Log.)
 */
export function buildExecutionLog({ request, report, outcomes, outOfScope = [] }: Processed, seal: Seal): Members {
  const responses = responsesOf(request, outcomes)
  const submitted = request.form === 'cloud' ? request.document['requests'] : request.document
  const result = answer(submitted, request.form === 'cloud' ? '/requests' : '', responses)
  const { id, tenant, action, startedAt, finishedAt, attempt, createdTs, ended } = report
  const products = [...report.products.map((one) => forRequest(one, request)), ...report.declared]
  // Whoever waits for somebody's hand or word need not be told of by a product.
  const kinds = new Set([...outcomes.values()].map(({ kind }) => kind))
  const standing = (['open', 'held'] as const).filter(
    (kind) => kinds.has(kind) || (kind === 'held' && kinds.has('kept')),
  )
  const outcome = worstOutcome([...report.products.map((product) => product.outcome), ...standing])
  const run = { id, tenant, action, startedAt, finishedAt, sha256: request.sha256, attempt, outcome, products }
  const end = ended === null ? {} : { ended }
  const beyond = action === 'forget' && outOfScope.length > 0 ? { outOfScope } : {}
  const { notAnsweredFor = [] } = report
  const silent = notAnsweredFor.length > 0 ? { notAnsweredFor } : {}
  const others = othersIn(request, report)
  const attempts = report.attempts.map((each) => ({
    ...each,
    outcome: worstOutcome(each.products.map((one) => one.outcome)),
  }))
  const whole = {
    ...run,
    ...end,
    ...beyond,
    ...silent,
    ...others,
    createdTs,
    fileNumber: fileNumberOf(request),
    attempts,
  }
  return { ...request.document, result, run: sealedRun(seal, request.fileName, whole) }
}

/** What of a product's part concerns the identifiers of this request, each by its place. */
function forRequest({ usualSpellings, ...product }: ProductReport, { places }: Request): object {
  const spelled = usualSpellingsIn(usualSpellings, places)
  return spelled.length === 0 ? product : { ...product, usualSpellings: spelled }
}

/** Where identifiers stand of which others have written into the history. */
function othersIn({ subjects, places }: Request, { rowsOfOthers = new Map() }: RunReport): Members {
  if (rowsOfOthers.size === 0) return {}
  const rows = new Map(
    subjects.flatMap(({ key, identifiers }) =>
      identifiers.map(({ kind, normal, value }) => [JSON.stringify([key, kind, normal]), rowsOfOthers.get(value) ?? 0]),
    ),
  )
  const told = places.flatMap(({ pointer, subjectKey, kind, normal }) => {
    const count = rows.get(JSON.stringify([subjectKey, kind, normal])) ?? 0
    return count === 0 ? [] : [{ identifier: pointer, rows: count }]
  })
  return told.length === 0 ? {} : { rowsOfOthers: told }
}

/** First part of its subjects' keys, which the history holds. */
function fileNumberOf({ places }: Request): number {
  return Number.parseInt(places[0]?.subjectKey ?? '1', 10)
}

/** A badly formed identifier answers with its own problem, every other one must have an outcome: silence is no SUCCESS. */
function responsesOf(request: Request, outcomes: ReadonlyMap<string, IdentifierOutcome>): ReadonlyMap<string, string> {
  return new Map(
    request.places.map(({ pointer, problem }) => {
      const outcome: IdentifierOutcome | undefined =
        problem === null ? outcomes.get(pointer) : { kind: 'refused', reason: problem }
      if (outcome === undefined) throw new Error(`no outcome for the identifier at ${pointer}`)
      return [pointer, responseOf(outcome)]
    }),
  )
}

/** A copy of the value in which the object at each pointer has its response. */
function answer(value: unknown, pointer: string, responses: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, index) => answer(item, `${pointer}/${index}`, responses))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]: [string, unknown]): [string, unknown] => [
    key,
    answer(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, responses),
  ])
  const response = responses.get(pointer)
  return Object.fromEntries(response === undefined ? members : [...members, ['response', response]])
}
