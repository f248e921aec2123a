/** What searching and erasing told, gathered for expectations. */

import { fates, type Effect, type Fate } from '../../src/domain/effect.ts'
import { isFinding, isUnevaluated, type Evaluation, type Finding } from '../../src/domain/finding.ts'

/** Everything a search found; what could not be evaluated fails the test. */
export async function findingsOf(evaluations: AsyncIterable<Evaluation>): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const one of evaluations) {
    if (isUnevaluated(one)) throw new Error(`unevaluated: ${one.unevaluated}`)
    if (isFinding(one)) findings.push(one)
  }
  return findings
}

/** How many findings met with which fate; none where the number is missing. */
export type Fates = Readonly<Partial<Record<Fate['kind'], number>>>

/** Why findings were not erased, each reason once. */
export async function reasonsOf(effects: AsyncIterable<Effect>): Promise<readonly string[]> {
  const reasons = new Set<string>()
  for await (const { fate } of effects) if ('reason' in fate) reasons.add(fate.reason)
  return [...reasons]
}

export async function fatesOf(effects: AsyncIterable<Effect>): Promise<Fates> {
  const counts = new Map<Fate['kind'], number>()
  for await (const { fate, findings } of effects) counts.set(fate.kind, (counts.get(fate.kind) ?? 0) + findings)
  return Object.fromEntries(fates.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind)]] : [])))
}
