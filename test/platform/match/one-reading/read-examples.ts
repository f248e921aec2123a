/** Every example in every way: found in a column, a document and a log, and never taken for another number. */

import { isIPv4 } from 'node:net'

import { expect } from 'vitest'

import type { Identifier } from '../../../../src/domain/identifier.ts'
import { spansIn } from '../../../../src/platform/match/bytes/confirm.ts'
import { NeedleIndex } from '../../../../src/platform/match/bytes/index-of-needles.ts'
import { prepareSearch } from '../../../../src/platform/match/bytes/needles.ts'
import { plainScanner } from '../../../../src/platform/match/bytes/plain-scanner.ts'
import type { Scanner } from '../../../../src/platform/match/bytes/scanner.ts'
import { asField, asText, createIdentifierIndex } from '../../../../src/platform/match/identifier-index.ts'
import { parseIdentifier } from '../../../../src/platform/match/identifier.ts'
import { kernelScanner } from '../../../../src/platform/match/kernel/kernel-scanner.ts'
import { examples, ways, type Example } from './examples.ts'

/** The normal forms of those whom a text names. */
type Reader = (text: string) => ReadonlySet<string>

const stores = ['column', 'document', 'log by the kernel', 'log by the plain scanner'] as const

interface Counts {
  readonly numbers: number
  readonly texts: number
  /** Four groups with dots are an IP address to a log, unless a link dials them. */
  readonly quads: number
  readonly wrong: readonly string[]
}

/** Reads those of every `step`th country. */
export function readExamples(kernel: WebAssembly.Module, step: number): void {
  const all = examples()
  const countries = [...new Set(all.map(({ country }) => country))].filter((_, i) => i % step === 0)
  const counts = countries.map((country) => readCountry(country, all, kernel))
  const sum = (of: (one: Counts) => number): number => counts.reduce((total, one) => total + of(one), 0)
  process.stdout.write(
    `${sum(({ numbers }) => numbers)} numbers of ${countries.length} countries in ${sum(({ texts }) => texts)} texts, each read in ` +
      `${stores.length} ways: all found, none taken for another; ${sum(({ quads }) => quads)} look like an IP address\n`,
  )
  expect(counts.flatMap(({ wrong }) => wrong).slice(0, 50)).toEqual([])
}

function readCountry(country: Example['country'], all: readonly Example[], kernel: WebAssembly.Module): Counts {
  const own = distinct(all.filter((one) => one.country === country).map(({ number }) => parsed(number, country)))
  const known = new Set(own.map(({ normal }) => normal))
  const others = distinct(all.filter((_, i) => i % 17 === 0).map(({ number }) => parsed(number, country)))
  const readers = readersOf([...own, ...others.filter(({ normal }) => !known.has(normal))], kernel)
  const wrong: string[] = []
  const seen = new Set<string>()
  let quads = 0
  for (const { normal, written } of own) {
    for (const form of written) {
      for (const [name, way] of Object.entries(ways)) {
        const text = way(form)
        seen.add(text)
        for (const [i, read] of readers.entries()) {
          const quad = i > 1 && isIPv4(withoutZeros(form)) && !dials.test(text)
          if (quad) quads += 1
          const found = [...read(text)].join()
          if (found !== (quad ? '' : normal)) {
            wrong.push(
              `${country}, ${stores[i] ?? ''}, ${name}: ${JSON.stringify(text)} of ${normal} is read as ${found}`,
            )
          }
        }
      }
    }
  }
  return { numbers: own.length, texts: seen.size, quads, wrong }
}

const dials = /\b(?:tel|sips?):/i

/** `040.123.45.67` is an address with a group of octal digits. */
function withoutZeros(quad: string): string {
  return quad.replace(/\b0+(?=\d)/g, '')
}

function parsed(number: string, country: string): Identifier {
  const one = parseIdentifier('phone', number, { country, form: 'on-premises' })
  if (!one.ok) throw new Error(`malformed: ${number}`)
  return one.identifier
}

function distinct(identifiers: readonly Identifier[]): readonly Identifier[] {
  return [...new Map(identifiers.map((one) => [one.normal, one])).values()]
}

function readersOf(identifiers: readonly Identifier[], kernel: WebAssembly.Module): readonly Reader[] {
  const index = createIdentifierIndex(identifiers)
  const search = prepareSearch(identifiers.map((identifier) => ({ identifier, owners: [] })))
  const needles = new NeedleIndex(search.index)
  const inLog = (scanner: Scanner): Reader => {
    return (text) => {
      const bytes = Buffer.from(`call ${text}\n`)
      scanner.buffer.set(bytes)
      const spans = spansIn(scanner, needles, { length: bytes.length, from: 0, to: bytes.length })
      return new Set(spans.map(({ needle }) => identifiers[needle]?.normal ?? ''))
    }
  }
  const asRead = [asField, asText].map((reading): Reader => {
    return (text) => new Set(index.mentions(text, ['phone'], reading).map(({ identifier }) => identifier.normal))
  })
  return [...asRead, inLog(kernelScanner(kernel, search)), inLog(plainScanner(search))]
}
