/** What a pass came to: tables for people, and the exit code. */

import type { FileResult, PassResult } from '../app/context.ts'
import type { RunReport } from '../domain/report.ts'

import { toneOf } from './screen/colour.ts'
import { shortId } from './run-named.ts'
import { drawTable } from './table.ts'

export interface TenantResult {
  readonly tenant: string
  readonly result: PassResult
}

/** 1 as soon as one thing is not as its sender or operator would want it. */
export function exitCodeOf(results: readonly TenantResult[]): 0 | 1 {
  return results.every(({ result }) => !result.busy && result.files.every(isWell) && result.runs.every(isDone)) ? 0 : 1
}

function isWell(file: FileResult): boolean {
  return file.outcome === 'done' && file.identifiers.errors === 0
}

function isDone(run: RunReport): boolean {
  return run.products.every(({ outcome }) => outcome === 'done')
}

export function drawResults(results: readonly TenantResult[], width?: number): string {
  const busy = results.flatMap(({ tenant, result }) => {
    return result.busy ? [`${tenant}: another process works for this tenant; nothing was done\n`] : []
  })
  const files = drawFiles(results, width)
  const products = drawProducts(results, width)
  if (files === '' && products === '' && busy.length === 0) return 'Nothing is pending.\n'
  return [...busy, files, products].filter((text) => text !== '').join('\n')
}

function drawFiles(results: readonly TenantResult[], width?: number): string {
  const rows = results.flatMap(({ tenant, result }) =>
    result.files.map(({ fileName, action, outcome, identifiers, reason, problems }) => {
      const why = reason ?? problems.map(({ pointer, rule }) => `${pointer} ${rule}`.trim()).join(', ')
      const { found, notFound, notSearched, errors } = identifiers
      return [tenant, fileName, action ?? '-', outcome, found, notFound, notSearched, errors, why]
    }),
  )
  if (rows.length === 0) return ''
  const columns = [
    { title: 'tenant' },
    { title: 'file' },
    { title: 'action' },
    { title: 'outcome', tone: toneOf },
    { title: 'found', align: 'right' },
    { title: 'not found', align: 'right' },
    { title: 'not searched', align: 'right' },
    { title: 'errors', align: 'right' },
    { title: 'reason', isSentence: true },
  ] as const
  return drawTable(columns, rows, width)
}

function drawProducts(results: readonly TenantResult[], width?: number): string {
  const rows = results.flatMap(({ result }) =>
    result.runs.flatMap((run) =>
      run.products.map(({ product, outcome, found, erased, left, deferred, reason }) => {
        return [shortId(run.id), run.action, product, outcome, found, erased, left, deferred, reason ?? '']
      }),
    ),
  )
  if (rows.length === 0) return ''
  const columns = [
    { title: 'run' },
    { title: 'action' },
    { title: 'product' },
    { title: 'outcome', tone: toneOf },
    { title: 'values', align: 'right' },
    { title: 'redacted', align: 'right' },
    { title: 'left', align: 'right' },
    { title: 'deferred', align: 'right' },
    { title: 'reason', isSentence: true },
  ] as const
  return drawTable(columns, rows, width)
}
