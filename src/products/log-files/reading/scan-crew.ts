/** The threads that scan: parts go in, their hits come out in the order of the parts. */

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import { StepFailed } from '../../../domain/errors.ts'
import { kernelScanner, loadKernel } from '../kernel/kernel-scanner.ts'
import { NeedleIndex } from '../matching/index-of-needles.ts'
import type { Search } from '../matching/needles.ts'
import { plainScanner } from '../matching/plain-scanner.ts'
import type { Scanner } from '../matching/scanner.ts'
import type { PackedHits } from './hits.ts'
import { scanPart, type Part } from './scan-part.ts'
import { codeOf, type ScanJob, type ScanReply } from './scan-messages.ts'

export interface Crew {
  /** How many parts can be worked on at the same time. */
  readonly size: number
  /** Rejects with StepFailed when the file cannot be read. */
  readonly scan: (part: Part) => Promise<PackedHits>
  /** A scanner for texts that are not shared out, one at a time; parts never touch its buffer. */
  readonly scanner: () => Scanner
  readonly index: NeedleIndex
  readonly close: () => Promise<void>
}

export interface CrewOptions {
  /** 1: everything in the calling thread. */
  readonly threads: number
  /** The plain scanner verifies what the kernel has found. */
  readonly plain: boolean
}

/** More than this many threads wait for the disk, and each costs memory. */
const mostThreads = 4

export function defaultThreads(): number {
  return Math.min(mostThreads, availableParallelism())
}

/** The threads start while `prepare` works. */
export async function assembleCrew(prepare: () => Search, options: CrewOptions): Promise<Crew> {
  const workers = options.threads < 2 ? [] : startWorkers(options.threads)
  const kernel = options.plain ? null : await loadKernel()
  const search = prepare()
  const makeScanner = (): Scanner => (kernel === null ? plainScanner(search) : kernelScanner(kernel, search))
  const index = new NeedleIndex(search.index)
  let own: Scanner | null = null
  const scanner = (): Scanner => (own ??= makeScanner())
  if (workers.length === 0) return { ...alone(makeScanner(), index), scanner, index }
  for (const worker of workers) worker.postMessage({ search, kernel } satisfies ScanJob)
  return { ...sharedOut(workers), scanner, index }
}

/** Worker threads run compiled code only; from source everything stays in the calling thread. */
function startWorkers(count: number): readonly Worker[] {
  if (import.meta.url.endsWith('.ts')) return []
  const url = new URL('scan-worker.js', import.meta.url)
  return Array.from({ length: count }, () => new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: 4 } }))
}

function alone(scanner: Scanner, index: NeedleIndex): Labour {
  let last: Promise<unknown> = Promise.resolve()
  // One after the other: they share the scanner's buffer.
  const scan = (part: Part): Promise<PackedHits> => {
    const next = last.then(() => scanPart(part, scanner, index)).catch(failed)
    last = next.catch(() => {})
    return next
  }
  return { size: 1, scan, close: async () => {} }
}

type Labour = Pick<Crew, 'size' | 'scan' | 'close'>

interface Waiting {
  readonly resolve: (worker: Worker) => void
  readonly reject: (reason: unknown) => void
}

function sharedOut(workers: readonly Worker[]): Labour {
  const idle = [...workers]
  const waiting: Waiting[] = []
  let broken: unknown = null
  const take = async (): Promise<Worker> => {
    if (broken !== null) throw stopped(broken)
    return idle.pop() ?? (await new Promise((resolve, reject) => waiting.push({ resolve, reject })))
  }
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift()
    if (next === undefined) idle.push(worker)
    else next.resolve(worker)
  }
  // A dead thread answers nobody: whoever waits must not wait for ever.
  const breakOff = (cause: unknown): never => {
    broken = cause
    for (const { reject } of waiting.splice(0)) reject(stopped(cause))
    throw stopped(cause)
  }
  const scan = async (part: Part): Promise<PackedHits> => {
    const worker = await take()
    const reply = await ask(worker, part).catch(breakOff)
    giveBack(worker)
    return 'hits' in reply ? reply.hits : refuse(reply.code)
  }
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return { size: workers.length, scan, close }
}

function stopped(cause: unknown): StepFailed {
  return new StepFailed('internal', 'a thread that searched logs has stopped', { retryable: true, cause })
}

function ask(worker: Worker, part: Part): Promise<ScanReply> {
  return new Promise((resolve, reject) => {
    const settle = (reply: ScanReply): void => {
      worker.off('error', reject)
      worker.off('exit', reject)
      resolve(reply)
    }
    worker.once('message', settle)
    worker.once('error', reject)
    worker.once('exit', reject)
    worker.postMessage(part)
  })
}

function failed(error: unknown): never {
  if (error instanceof StepFailed) throw error
  return refuse(codeOf(error))
}

/** File names may be personal and stay out of the message. */
function refuse(code: string): never {
  if (code === 'ROTATED')
    throw new StepFailed('changed', 'a log was rotated while it was searched; it is tried again', { retryable: true })
  throw new StepFailed('file', `a log file could not be read (${code}); see \`lethe doctor\` for which`, {
    retryable: true,
  })
}
