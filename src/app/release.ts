/** Whatever is opened is released once, in reverse order, however the work ends. */

import { describeFailure } from '../domain/errors.ts'
import type { Log } from '../platform/log/log.ts'

export interface Releases {
  /** Called when the work is over, the latest first. */
  readonly add: (release: () => Promise<void>) => void
}

/** The first error is thrown; one that a release adds to it is logged. */
export async function withReleases<T>(log: Log, work: (releases: Releases) => Promise<T>): Promise<T> {
  const stack: (() => Promise<void>)[] = []
  let result: T
  try {
    result = await work({ add: (release) => stack.push(release) })
  } catch (error) {
    await releaseAll(stack, log)
    throw error
  }
  const failures = await releaseAll(stack, log)
  if (failures.length > 0) throw failures[0]
  return result
}

async function releaseAll(stack: (() => Promise<void>)[], log: Log): Promise<readonly unknown[]> {
  const failures: unknown[] = []
  for (const release of stack.reverse()) {
    try {
      await release()
    } catch (error) {
      failures.push(error)
      log.warn({ code: describeFailure(error).code }, 'something could not be closed')
    }
  }
  return failures
}
