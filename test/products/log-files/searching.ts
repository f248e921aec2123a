/** What the tests of log files share: fictional subjects, and a search over a text by either scanner. */

import { mkdirSync, statSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { asRecorded, type Finding, type RecordedFinding } from '../../../src/domain/finding.ts'
import type { IdentifierKind } from '../../../src/domain/identifier.ts'
import type { RunContext } from '../../../src/domain/product.ts'
import type { Action } from '../../../src/domain/request.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { kernelScanner, loadKernel } from '../../../src/platform/match/kernel/kernel-scanner.ts'
import { spansIn } from '../../../src/platform/match/bytes/confirm.ts'
import { NeedleIndex } from '../../../src/platform/match/bytes/index-of-needles.ts'
import { gatherNeedles, prepareSearch, wordKinds } from '../../../src/platform/match/bytes/needles.ts'
import { plainScanner } from '../../../src/platform/match/bytes/plain-scanner.ts'
import type { Scanner } from '../../../src/platform/match/bytes/scanner.ts'

export type Identifiers = readonly (readonly [IdentifierKind, string])[]

export function subject(
  identifiers: Identifiers,
  options: { key?: string; country?: string; attachedKeys?: string[] } = {},
): Subject {
  const { key = '1.consumer-1', country = 'US', attachedKeys = [] } = options
  const parsed = identifiers.map(([kind, value]) => {
    const result = parseIdentifier(kind, value, { country, form: 'on-premises' })
    if (!result.ok) throw new Error(`not an identifier: ${kind}`)
    return result.identifier
  })
  return { key, type: 'consumer', identifiers: parsed, attachedKeys }
}

const allKinds = new Set<IdentifierKind>(['phone', 'email', 'ipaddr', ...wordKinds])

/** The kernel is built when it is older than its source, so that a test never runs an old one. */
export async function builtKernel(): Promise<WebAssembly.Module> {
  const folder = new URL('../../../src/platform/match/kernel/', import.meta.url)
  const output = fileURLToPath(new URL('../../../dist/platform/match/kernel/scan.wasm', import.meta.url))
  const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built < statSync(new URL('scan.as', folder)).mtimeMs) {
    mkdirSync(new URL('.', `file://${output}`), { recursive: true })
    execFileSync(process.execPath, [fileURLToPath(new URL('build.mjs', folder)), output])
  }
  const kernel = await loadKernel()
  if (kernel === null) throw new Error('the kernel cannot be loaded')
  return kernel
}

export interface Searcher {
  readonly name: string
  /** The texts found, in order. */
  readonly find: (text: string | Uint8Array) => string[]
  readonly scanner: Scanner
  readonly index: NeedleIndex
}

export function searchers(subjects: readonly Subject[], kernel: WebAssembly.Module): readonly Searcher[] {
  const search = prepareSearch(gatherNeedles(subjects, allKinds))
  const index = new NeedleIndex(search.index)
  return [
    { name: 'plain scanner', scanner: plainScanner(search) },
    { name: 'kernel', scanner: kernelScanner(kernel, search) },
  ].map(({ name, scanner }) => ({ name, scanner, index, find: (text) => findWith(scanner, index, text) }))
}

function findWith(scanner: Scanner, index: NeedleIndex, text: string | Uint8Array): string[] {
  const bytes = Buffer.from(text)
  scanner.buffer.set(bytes)
  const spans = spansIn(scanner, index, { length: bytes.length, from: 0, to: bytes.length })
  return spans.map(({ start, end }) => bytes.toString('utf8', start, end))
}

export function runContext(action: Action = 'forget'): RunContext {
  return { runId: 'run-1', action, salt: 'salt', again: false, signal: new AbortController().signal }
}

/** As the history gives them back: only what can be erased. */
export async function* recorded(findings: Iterable<Finding>): AsyncIterable<RecordedFinding> {
  for (const finding of findings) {
    const row = asRecorded(finding)
    if (row !== null) yield row
  }
}
