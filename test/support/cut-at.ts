/** Ends work at one point, counted from 0, as a kill would: nothing of it is written after that. */

import type { Checkpoint } from '../../src/domain/checkpoint.ts'

export function cutAt(point: number, stop: AbortController): Checkpoint {
  let count = 0
  return () => {
    if (count++ !== point) return
    stop.abort()
    throw new Error('cut off')
  }
}
