/** One thread that does jobs beside the main one: what a job costs in time and memory ends with its thread. */

import { Worker } from 'node:worker_threads'

import type { Clock } from '../time/clock.ts'

export interface JobThread<Job, Reply> {
  /** One job after the other. `too-much`: it took longer, or more memory, than is allowed; nothing else is harmed. */
  readonly ask: (job: Job, signal?: AbortSignal) => Promise<Reply | 'too-much'>
  /** Safe twice. Jobs that wait are not done. */
  readonly close: () => Promise<void>
}

export interface ThreadLimits {
  /** The compiled module that answers each message with one message. */
  readonly module: URL
  readonly clock: Clock
  readonly timeMs: number
  /** Of its JavaScript heap. */
  readonly memoryMb: number
  /** Without a job for so long it is ended, and its memory given back. */
  readonly idleMs: number
}

export function openJobThread<Job, Reply>(limits: ThreadLimits): JobThread<Job, Reply> {
  let turn: Promise<unknown> = Promise.resolve()
  let thread: Worker | null = null
  let idle = new AbortController()
  const end = async (): Promise<void> => {
    const ended = thread
    thread = null
    await ended?.terminate()
  }
  const rest = (): void => {
    idle = new AbortController()
    limits.clock.sleep(limits.idleMs, idle.signal).then(end, () => {})
  }
  const perform = async (job: Job, signal: AbortSignal | undefined): Promise<Reply | 'too-much'> => {
    signal?.throwIfAborted()
    idle.abort()
    const working = (thread ??= startThread(limits, (ended) => {
      if (thread === ended) thread = null
    }))
    const reply = await replyOf<Reply>(working, job, { ...limits, signal })
    if (reply === 'too-much') await end()
    else rest()
    signal?.throwIfAborted()
    return reply
  }
  return {
    ask: (job, signal) => {
      const answer = turn.then(() => perform(job, signal))
      turn = answer.catch(() => {})
      return answer
    },
    close: async () => {
      idle.abort()
      await end()
    },
  }
}

function startThread({ module, memoryMb }: ThreadLimits, onEnd: (thread: Worker) => void): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8 }
  const thread = new Worker(module, { resourceLimits })
  // Whoever has asked it is told; without anybody there is nobody to tell.
  thread.on('error', () => {})
  thread.once('exit', () => {
    onEnd(thread)
  })
  return thread
}

interface WaitingJob {
  readonly clock: Clock
  readonly timeMs: number
  readonly signal: AbortSignal | undefined
}

/** A thread that is stopped by the signal answers `too-much` as well: whoever asked looks at the signal. */
async function replyOf<Reply>(thread: Worker, job: unknown, wait: WaitingJob): Promise<Reply | 'too-much'> {
  const over = new AbortController()
  let answer: (reply: Reply | 'too-much') => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const reply = new Promise<Reply | 'too-much'>((resolve, reject) => {
    answer = resolve
    fail = reject
  })
  const tooMuch = (): void => {
    answer('too-much')
  }
  const onReply = (message: Reply): void => {
    answer(message)
  }
  thread.once('message', onReply)
  const onError = (error: unknown): void => {
    if (isOutOfMemory(error)) tooMuch()
    else fail(error)
  }
  thread.once('error', onError)
  thread.once('exit', tooMuch)
  wait.signal?.addEventListener('abort', tooMuch, { once: true, signal: over.signal })
  wait.clock.sleep(wait.timeMs, over.signal).then(tooMuch, () => {})
  thread.postMessage(job)
  try {
    return await reply
  } finally {
    over.abort()
    thread.off('message', onReply).off('error', onError).off('exit', tooMuch)
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
