/** A log is searched in parts by several threads: what they find is the same as by one, in the same order. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import type { Product } from '../../../src/domain/product.ts'
import { runContext, subject } from './searching.ts'
import { findingsOf } from '../../support/effects.ts'

/** Only the compiled product has threads. */
const compiled = new URL('../../../dist/products/log-files/log-files.js', import.meta.url)
const megabyte = 1_048_576
const number = '7815550123'
const ann = subject([['phone', '+1 781-555-0123']])
const tenant = { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-test-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Forty megabytes with a mention across every megabyte, a different part of it before the border each time. */
function writeLog(path: string): readonly number[] {
  const text = Buffer.alloc(40 * megabyte, 'a line of text without anybody in it, not even 781555012 or 7815550124\n')
  const offsets = Array.from({ length: 39 }, (_, n) => (n + 1) * megabyte - 1 - (n % number.length))
  for (const offset of offsets) text.write(` ${number} `, offset - 1)
  writeFileSync(path, text)
  return offsets
}

async function foundBy(threads: number, path: string): Promise<readonly (string | null)[]> {
  const { logFiles }: { readonly logFiles: Product<unknown> } = await import(compiled.href)
  const session = await logFiles.open({ paths: [path], threads }, tenant, {})
  const findings = await findingsOf(session.find([ann], runContext()))
  await session.close()
  return findings.map(({ locator }) => locator)
}

it('finds what stands across the borders of the parts, however many threads search', async () => {
  const path = join(folder, 'ocs.log')
  const offsets = writeLog(path)
  const alone = await foundBy(1, path)
  expect(alone.map((locator) => Number(locator?.split('+')[0]))).toEqual(offsets)
  expect(await foundBy(2, path)).toEqual(alone)
  expect(await foundBy(4, path)).toEqual(alone)
})
