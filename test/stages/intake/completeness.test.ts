/** When an upload counts as complete, as broken, or as still under way. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { lookAgainAt, observe, type Observation, type Snapshot } from '../../../src/stages/intake/completeness.ts'

const patience = { settleMs: 2000, patienceMs: 60_000 }
const json = { kind: 'read', size: 10, modifiedNs: 5n, changedNs: 5n, sha256: 'a', json: true } as const
const half: Snapshot = { ...json, sha256: 'h', json: false }

function verdictsOf(looks: readonly (readonly [number, Snapshot])[], rules = patience): readonly string[] {
  let previous: Observation | null = null
  return looks.map(([now, snapshot]) => {
    const step = observe(previous, snapshot, now, rules)
    previous = step.observation
    return step.verdict
  })
}

describe('an upload', () => {
  it('is complete once it has been the same JSON for the settle time', () => {
    expect(verdictsOf([[0, json], [1999, json], [2000, json]])).toEqual(['waiting', 'waiting', 'complete']) // prettier-ignore
  })

  it.each([
    ['size', { ...json, size: 11 }],
    ['modification time', { ...json, modifiedNs: 6n }],
    ['content', { ...json, sha256: 'b' }],
  ])('starts anew when its %s changes', (_, changed) => {
    expect(
      verdictsOf([
        [0, json],
        [2000, changed],
        [3999, changed],
        [4000, changed],
      ]),
    ).toEqual(['waiting', 'waiting', 'waiting', 'complete'])
  })

  it('starts anew when it changed during a look', () => {
    expect(
      verdictsOf([
        [0, json],
        [5000, { kind: 'changed' }],
        [5001, json],
        [7000, json],
        [7001, json],
      ]),
    ).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'complete'])
    expect(verdictsOf([[0, { kind: 'changed' }], [9000, { kind: 'changed' }]])).toEqual(['waiting', 'waiting']) // prettier-ignore
  })

  it('that stalls half-way is waited for as long as patience lasts, then it is broken', () => {
    expect(
      verdictsOf([
        [0, half],
        [5000, half],
        [59_999, half],
        [60_000, half],
      ]),
    ).toEqual(['waiting', 'waiting', 'waiting', 'broken'])
    expect(
      verdictsOf([
        [0, half],
        [30_000, half],
        [50_000, json],
        [52_000, json],
      ]),
    ).toEqual(['waiting', 'waiting', 'waiting', 'complete'])
  })

  it('that is no JSON is broken at once in a one-shot run, but not before it settles', () => {
    expect(
      verdictsOf(
        [
          [0, half],
          [1999, half],
          [2000, half],
        ],
        { settleMs: 2000, patienceMs: 0 },
      ),
    ).toEqual(['waiting', 'waiting', 'broken'])
  })

  it('that could not be taken is refused when that lasts, and not when it passes', () => {
    const linked: Snapshot = { kind: 'refused', fingerprint: 'two names' }
    expect(verdictsOf([[0, linked], [1999, linked], [2000, linked]])).toEqual(['waiting', 'waiting', 'refused']) // prettier-ignore
    const grown: Snapshot = { kind: 'refused', fingerprint: 'larger still' }
    expect(verdictsOf([[0, linked], [1999, grown], [3998, json], [5998, json]])).toEqual(['waiting', 'waiting', 'waiting', 'complete']) // prettier-ignore
  })

  it('is worth another look when its rest is over', () => {
    expect(lookAgainAt({ snapshot: json, since: 10 }, patience)).toBe(2010)
    expect(lookAgainAt({ snapshot: half, since: 10 }, patience)).toBe(60_010)
    expect(lookAgainAt({ snapshot: { kind: 'changed' }, since: 10 }, patience)).toBe(110)
  })

  it('is never complete or broken while any of its last looks within the settle time differ', () => {
    const snapshots = fc.constantFrom<Snapshot>(json, half, { ...json, size: 11 }, { kind: 'changed' })
    const looks = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), snapshots), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(looks, (steps) => {
        let now = 0
        const timed = steps.map(([wait, snapshot]) => [(now += wait), snapshot] as const)
        const verdicts = verdictsOf(timed)
        return verdicts.every((verdict, index) => {
          const last = timed[index]
          if (verdict === 'waiting' || last === undefined) return true
          const start = timed.slice(0, index + 1).findLastIndex(([, snapshot]) => snapshot !== last[1]) + 1
          return last[0] - (timed[start]?.[0] ?? 0) >= patience.settleMs && last[1].kind === 'read'
        })
      }),
    )
  })
})
