/**
 * Measures what a crash costs: a run over all products is ended with SIGKILL at points where something becomes lasting,
 * and the processor time from the restart to the end is compared with that of a run that was never killed.
 *
 * A resume repeats nothing, so half of them should cost less than the whole run (a ratio below 1). `--every N` (default
 * 20) takes each N-th point; `--every 1` takes all. Needs `npm run build`.
 */

import { parseArgs } from 'node:util'

import { openMatrix, type Crash } from '../test/crash/matrix.ts'
import { withFolder } from '../test/support/databases.ts'

const { values: flags } = parseArgs({ options: { every: { type: 'string', default: '20' } } })
const every = Number(flags.every)

/** Which so large a share of the crashes does not exceed. */
function shareOf(crashes: readonly Crash[], measure: 'resumedAfter' | 'resumedWith', share: number): number {
  const times = crashes.map((crash) => crash[measure]).sort((a, b) => a - b)
  return times[Math.floor((times.length - 1) * share)] ?? Number.NaN
}

await withFolder(async (folder) => {
  const matrix = await openMatrix(folder)
  const crashes: Crash[] = []
  for (let point = Math.floor(every / 2); point < matrix.points.length; point += every) {
    crashes.push(await matrix.crashAt(point))
  }
  const whole = matrix.undisturbedWith
  console.log(`${matrix.points.length} points, killed at ${crashes.length}; undisturbed ${Math.round(whole)} ms`)
  for (const [name, share] of Object.entries({ median: 0.5, '99 %': 0.99, longest: 1 })) {
    const spent = shareOf(crashes, 'resumedWith', share)
    const waited = Math.round(shareOf(crashes, 'resumedAfter', share))
    const ratio = (spent / whole).toFixed(2)
    console.log(
      `${name}: ${Math.round(spent)} ms of processor time, ${ratio} × the whole run; ${waited} ms by the clock`,
    )
  }
})
