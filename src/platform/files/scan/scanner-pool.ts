/** The threads that scan: parts go in, their hits come out in the order of the parts. */

import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

import { kernelScanner, loadKernel } from '../../match/kernel/kernel-scanner.ts'
import { NeedleIndex } from '../../match/bytes/index-of-needles.ts'
import type { ByteSearch } from '../../match/bytes/needles.ts'
import { plainScanner } from '../../match/bytes/plain-scanner.ts'
import type { Scanner } from '../../match/bytes/scanner.ts'
import { scanPart, type FilePart } from './scan-part.ts'
import { replyOf, type ScanJob, type ScannedPart, type ScanReply } from './scan-messages.ts'
import { threadStopped } from './failures.ts'

export interface ScannerPool {
  /** How many parts can be worked on at the same time. */
  readonly size: number
  /** Rejects with the system's code, or one of ours, when the file cannot be read as text. */
  readonly scan: (part: FilePart) => Promise<ScannedPart>
  /** A scanner for texts that are not shared out, one at a time; parts never touch its buffer. */
  readonly scanner: () => Scanner
  readonly index: NeedleIndex
  readonly close: () => Promise<void>
}

export interface ScannerPoolOptions {
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

/**
 * The other threads start while `prepare` works. The calling thread scans too: between two parts it takes what has come
 * back, and one thread less has to start and to hold a heap of its own.
 */
export async function openScannerPool(prepare: () => ByteSearch, options: ScannerPoolOptions): Promise<ScannerPool> {
  const workers = startWorkers(options.threads - 1)
  const theirs = workers.flatMap(handsOf)
  const kernel = options.plain ? null : await loadKernel()
  const search = prepare()
  for (const worker of workers) worker.postMessage({ search, kernel } satisfies ScanJob)
  const makeScanner = (): Scanner => (kernel === null ? plainScanner(search) : kernelScanner(kernel, search))
  const index = new NeedleIndex(search.index)
  const shared = makeScanner()
  const own = ownHand((part) => scanPart(part, shared, index))
  let scanner: Scanner | null = null
  return {
    size: workers.length + 1,
    scan: sharedOut([own, ...theirs]),
    scanner: () => (scanner ??= makeScanner()),
    index,
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** Worker threads run compiled code only; from source everything stays in the calling thread. */
function startWorkers(count: number): readonly Worker[] {
  if (import.meta.url.endsWith('.ts')) return []
  const url = new URL('scan-worker.js', import.meta.url)
  return Array.from({ length: count }, () => new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: 4 } }))
}

/** Takes one part at a time; rejects when its thread has stopped. */
type Hand = (part: FilePart) => Promise<ScanReply>

/** Gives way to the replies of the others before each part. */
function ownHand(scan: (part: FilePart) => ScannedPart): Hand {
  return async (part) => {
    await setImmediate()
    return replyOf(() => scan(part))
  }
}

/** Two for each worker: it has its next part at hand while the calling thread is busy. Replies come in order. */
function handsOf(worker: Worker): readonly Hand[] {
  const asked: { readonly resolve: (reply: ScanReply) => void; readonly reject: (cause: unknown) => void }[] = []
  let end: { readonly cause: unknown } | null = null
  const stop = (cause: unknown): void => {
    end ??= { cause }
    for (const { reject } of asked.splice(0)) reject(end.cause)
  }
  worker.on('message', (reply: ScanReply) => asked.shift()?.resolve(reply))
  worker.on('error', stop)
  worker.on('exit', stop)
  const hand: Hand = async (part) => {
    if (end !== null) throw end.cause
    return await new Promise((resolve, reject) => {
      asked.push({ resolve, reject })
      worker.postMessage(part)
    })
  }
  return [hand, hand]
}

interface WaitingPart {
  readonly resolve: (hand: Hand) => void
  readonly reject: (reason: unknown) => void
}

function sharedOut(hands: readonly Hand[]): ScannerPool['scan'] {
  const idle = [...hands]
  const waiting: WaitingPart[] = []
  let broken: unknown = null
  const take = async (): Promise<Hand> => {
    if (broken !== null) throw threadStopped(broken)
    return idle.pop() ?? (await new Promise((resolve, reject) => waiting.push({ resolve, reject })))
  }
  const giveBack = (hand: Hand): void => {
    const next = waiting.shift()
    if (next === undefined) idle.push(hand)
    else next.resolve(hand)
  }
  // A dead thread answers nobody: whoever waits must not wait for ever.
  const breakOff = (cause: unknown): never => {
    broken = cause
    for (const { reject } of waiting.splice(0)) reject(threadStopped(cause))
    throw threadStopped(cause)
  }
  return async (part) => {
    const hand = await take()
    const reply = await hand(part).catch(breakOff)
    giveBack(hand)
    if ('hits' in reply) return reply
    throw Object.assign(new Error('a part could not be scanned'), { code: reply.code })
  }
}
