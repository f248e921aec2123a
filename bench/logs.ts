/**
 * Measures log search and masking against ripgrep, grep and sed on the same file in the same run, on a warm page cache.
 *
 * Ours is the whole find step of the product (recording not included) in a process of its own without its start. Every
 * way is measured several times in turn, the best of each counts: what else runs on the machine can only slow it down.
 * Needs `npm run build`, ripgrep, GNU grep and sed.
 * `--bytes N` (default 4 GiB: what a search costs beside its scanning is the same for any size), `--sed-bytes N` (default
 * 256 MiB: sed takes minutes), `--rounds N`, `--folder PATH`.
 */

import { fork, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import type { Identifier } from '../src/domain/identifier.ts'
import { parseIdentifier } from '../src/platform/match/identifier.ts'
import { phoneNumber, writeText } from './logs-text.ts'

interface Cost {
  readonly seconds: number
  /** Of all processors together. */
  readonly cpuSeconds: number
  readonly maxRssMiB: number
  readonly found: number
}

const counts = [1, 200, 20_000] as const
const everyMessage = 500

/** What logs are searched by; the written forms that columns are compared with would be most of the child's memory. */
function identifierOf(number: string): Identifier {
  const parsed = parseIdentifier('phone', number, { country: 'US', form: 'on-premises' })
  if (!parsed.ok) throw new Error('a number of the bench is malformed')
  return { ...parsed.identifier, written: [parsed.identifier.normal] }
}

/** The find step, and for `mask` the erase step too, in a process of its own. */
async function ours(path: string, identifiers: string, mode: 'find' | 'mask' = 'find'): Promise<Cost> {
  const child = fork(fileURLToPath(new URL('logs-child.mjs', import.meta.url)), [path, identifiers, mode], {
    execArgv: [],
  })
  return await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`the child ended with ${code}`))
    })
  })
}

/** A program as the shell times it. */
function theirs(command: string): Cost {
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time ${command}`], { encoding: 'utf8' })
  const [seconds = NaN, user = NaN, system = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { seconds, cpuSeconds: user + system, maxRssMiB: NaN, found: Number(stdout) }
}

async function best(
  rounds: number,
  ways: Readonly<Record<string, () => Cost | Promise<Cost>>>,
): Promise<Record<string, Cost>> {
  const results: Record<string, Cost> = {}
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const cost = await way()
      const known = results[name]
      results[name] = {
        ...cost,
        seconds: Math.min(cost.seconds, known?.seconds ?? Infinity),
        cpuSeconds: Math.min(cost.cpuSeconds, known?.cpuSeconds ?? Infinity),
        maxRssMiB: Math.max(cost.maxRssMiB, known?.maxRssMiB ?? 0),
      }
    }
  }
  return results
}

function report(title: string, results: Readonly<Record<string, Cost>>, bytes: number): void {
  const reference = results['lethe']
  console.log(title)
  for (const [name, { seconds, cpuSeconds, maxRssMiB, found }] of Object.entries(results)) {
    const speed = `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`
    const ratio =
      reference === undefined || name === 'lethe'
        ? ''
        : `${(seconds / reference.seconds).toFixed(1)}x (cpu ${(cpuSeconds / reference.cpuSeconds).toFixed(1)}x)`
    const memory = Number.isNaN(maxRssMiB) ? '' : `${maxRssMiB.toFixed(0)} MiB`
    console.log(
      `  ${[name.padEnd(12), `${seconds.toFixed(2)} s`, `cpu ${cpuSeconds.toFixed(2)} s`, speed, memory, `found ${found}`, ratio].join('  ')}`,
    )
  }
}

/** The first numbers as patterns for the others, and as identifiers for us. */
function writeNumbers(folder: string, count: number): { readonly patterns: string; readonly identifiers: string } {
  const numbers = Array.from({ length: count }, (_, n) => phoneNumber(n))
  const [patterns, identifiers] = [join(folder, `patterns-${count}`), join(folder, `identifiers-${count}`)]
  writeFileSync(patterns, numbers.map((number) => `${number}\n`).join(''))
  writeFileSync(identifiers, numbers.map((number) => `${JSON.stringify(identifierOf(number))}\n`).join(''))
  return { patterns, identifiers }
}

async function compareSearches(path: string, folder: string, rounds: number): Promise<void> {
  const { size } = statSync(path)
  const costs: number[] = []
  for (const count of counts) {
    const { patterns, identifiers } = writeNumbers(folder, count)
    const results = await best(rounds, {
      lethe: () => ours(path, identifiers),
      'rg -F -f': () => theirs(`rg -c -F -f ${patterns} ${path}`),
      'grep -F -f': () => theirs(`LC_ALL=C grep -c -F -f ${patterns} ${path}`),
      cat: () => theirs(`cat ${path} > /dev/null`),
    })
    report(`search, ${count} identifiers, ${size} bytes`, results, size)
    costs.push(results['lethe']?.seconds ?? NaN)
  }
  const times = (one = NaN): string => `${((costs[2] ?? NaN) / one).toFixed(2)} times`
  console.log(`20,000 identifiers cost ${times(costs[0])} 1 identifier that is hardly mentioned`)
  const alike = await mentionedAlike(folder, size, rounds)
  console.log(`20,000 identifiers cost ${times(alike)} 1 identifier that is mentioned as often as all of them`)
}

/** The same text with one person in all the places where the many stand: what their number alone costs. */
async function mentionedAlike(folder: string, bytes: number, rounds: number): Promise<number> {
  const path = join(folder, 'one.log')
  writeText(path, { bytes, every: everyMessage, people: 1 })
  const { identifiers } = writeNumbers(folder, 1)
  const results = await best(rounds, { lethe: () => ours(path, identifiers) })
  report('search, 1 identifier, mentioned as often', results, bytes)
  rmSync(path)
  return results['lethe']?.seconds ?? NaN
}

async function compareMasking(path: string, folder: string, bytes: number): Promise<void> {
  const script = join(folder, 'mask.sed')
  writeFileSync(script, Array.from({ length: 200 }, (_, n) => `s/${phoneNumber(n)}/***/g\n`).join(''))
  const copy = join(folder, 'copy.log')
  const fresh = (): void => {
    copyFileSync(path, copy)
    truncateSync(copy, bytes)
  }
  fresh()
  const lethe = await ours(copy, writeNumbers(folder, 200).identifiers, 'mask')
  fresh()
  const sed = theirs(`sed -i -f ${script} ${copy}`)
  report(`masking, 200 identifiers, ${bytes} bytes`, { lethe, 'sed -i': sed }, bytes)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bytes: { type: 'string', default: String(2 ** 32) },
      'sed-bytes': { type: 'string', default: String(2 ** 28) },
      rounds: { type: 'string', default: '3' },
      folder: { type: 'string', default: tmpdir() },
    },
  })
  const folder = mkdtempSync(join(values.folder, 'lethe-bench-logs-'))
  try {
    const path = join(folder, 'ocs.log')
    const mentions = writeText(path, { bytes: Number(values.bytes), every: everyMessage, people: 20_000 })
    console.log(`${statSync(path).size} bytes of T-Server text, ${mentions} messages mention one of 20,000 people`)
    await compareSearches(path, folder, Number(values.rounds))
    await compareMasking(path, folder, Number(values['sed-bytes']))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

await main()
