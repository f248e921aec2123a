/** Runs points of the matrix two at a time, and prints what came of them. */

import { withFolder } from '../support/databases.ts'
import { openMatrix, type Crash, type Matrix } from './matrix.ts'

export interface Verdict {
  /** How many points an undisturbed run has. */
  readonly points: number
  readonly crashes: number
  /** Point by point, what is wrong after it. */
  readonly faults: readonly string[]
}

/** `choose` says at which of so many points the command is killed. */
export function runCrashes(choose: (points: number) => readonly number[]): Promise<Verdict> {
  return withFolder(async (folder) => {
    const matrix = await openMatrix(folder)
    const chosen = choose(matrix.points.length)
    const crashes = await inPairs(matrix, chosen)
    print(matrix, crashes)
    return {
      points: matrix.points.length,
      crashes: crashes.size,
      faults: [...crashes].flatMap(([point, { at, faults }]) => faults.map((fault) => `${point} (${at}): ${fault}`)),
    }
  })
}

async function inPairs(matrix: Matrix, chosen: readonly number[]): Promise<ReadonlyMap<number, Crash>> {
  const crashes = new Map<number, Crash>()
  const pending = [...chosen]
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const crash = await matrix.crashAt(next)
      crashes.set(next, crash)
      for (const fault of crash.faults) process.stdout.write(`crash at ${next} (${crash.at}): ${fault}\n`)
    }
  }
  // The folder goes only when nobody works in it any more.
  const ends = await Promise.allSettled([work(), work()])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return crashes
}

function print({ points }: Matrix, crashes: ReadonlyMap<number, Crash>): void {
  const kinds = new Map<string, number>()
  for (const point of points) kinds.set(point, (kinds.get(point) ?? 0) + 1)
  for (const [kind, count] of kinds) process.stdout.write(`${String(count).padStart(5)} ${kind}\n`)
  process.stdout.write(`${points.length} points, killed at ${crashes.size}\n`)
}
