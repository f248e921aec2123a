/** Which entry an open run goes on with when the settings were changed meanwhile. */

import { describe, expect, test } from 'vitest'

import { entryOfStep } from '../../../src/app/run/entry-of-step.ts'
import type { StepEntry } from '../../../src/records/journal/entries.ts'

const entry = (name: string, place: string, settings = `of ${place}`) => ({ name, mark: { settings, place } })
type Entry = ReturnType<typeof entry>

function step(product: string, mark: Entry['mark'] | null, phase: StepEntry['phase'] = 'recorded'): StepEntry {
  const counts = { evaluated: 1, found: 1, erased: 0, left: 0, deferred: 0 }
  const rest = { searchesBy: null, reason: null, warnings: [], usualSpellings: [], outcome: null }
  return { runId: 'r1', product, ordinal: 0, entry: mark, phase, ...counts, ...rest }
}

const [here, there] = [entry('outbound', 'here'), entry('outbound#2', 'there')]
const steps = [step('outbound', here.mark), step('outbound#2', there.mark)]

function entriesOf(run: readonly StepEntry[], entries: readonly Entry[]): readonly string[] {
  return run.map((one) => {
    try {
      return entryOfStep(one, run, entries).mark.settings
    } catch (error) {
      return error instanceof Error ? error.message.slice(0, 40) : ''
    }
  })
}

const another = 'the entry of the settings is another one'
const none = 'the settings have this product no more; '

describe('a step that has recorded something', () => {
  test('goes on with its entry wherever that stands in the file', () => {
    expect(entriesOf(steps, [here, there])).toEqual(['of here', 'of there'])
    expect(entriesOf(steps, [entry('outbound', 'there'), entry('outbound#2', 'here')])).toEqual(['of here', 'of there'])
  })

  test('goes on when settings were changed that do not say where the data stands', () => {
    expect(entriesOf(steps, [entry('outbound', 'here', 'changed'), there])).toEqual(['changed', 'of there'])
  })

  test('does not go on in another place, nor where it cannot be told which entry is its own', () => {
    expect(entriesOf(steps, [entry('outbound', 'elsewhere'), there])[0]).toBe(another)
    const one = [step('outbound', here.mark)]
    expect(entriesOf(one, [entry('outbound', 'here', 'x'), entry('outbound#2', 'here', 'y')])).toEqual([another])
  })

  test('does not go on when its entry is gone', () => {
    expect(entriesOf(steps, [here])[1]).toBe(none)
    expect(entriesOf(steps, [entry('outbound', 'there')])).toEqual([another, 'of there'])
  })
})

describe('a step that has recorded nothing yet', () => {
  const pending = [step('outbound', here.mark, 'pending'), step('outbound#2', there.mark, 'pending')]

  test('begins in a place that was corrected meanwhile', () => {
    expect(entriesOf(pending, [entry('outbound', 'corrected'), there])).toEqual(['of corrected', 'of there'])
  })

  test('does not begin with the entry of another step', () => {
    expect(entriesOf(pending, [entry('outbound', 'there'), entry('outbound#2', 'new')])[0]).toBe(another)
  })
})

test('a step of which nobody knows the entry goes by the name', () => {
  expect(entriesOf([step('outbound#2', null)], [here, there])).toEqual(['of there'])
  expect(entriesOf([step('outbound#2', null)], [here])).toEqual([none])
})
