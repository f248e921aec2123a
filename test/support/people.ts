/** Fictional people and what is found of them, for tests that need findings but no product. */

import type { Finding } from '../../src/domain/finding.ts'
import type { Identifier, IdentifierKind } from '../../src/domain/identifier.ts'
import type { Subject } from '../../src/domain/subject.ts'
import { parseIdentifier, type IdentifierRules } from '../../src/platform/match/identifier.ts'

export function phoneOf(last: number): Identifier {
  const national = `781555${String(last).padStart(4, '0')}`
  return { kind: 'phone', value: national, normal: `+1${national}`, written: [national], digits: [national] }
}

export function consumer(key: string, ...identifiers: readonly Identifier[]): Subject {
  return { key, type: 'consumer', identifiers, attachedKeys: [] }
}

/** What is found of the subject's first identifier. */
export function findingOf(
  subject: Subject,
  where: {
    readonly table?: string
    readonly column?: string
    readonly locator: string | null
    readonly value: string | null
  },
): Finding {
  const [identifier] = subject.identifiers
  if (identifier === undefined) throw new Error('a subject without identifiers')
  return {
    owner: { subjectKey: subject.key, kind: identifier.kind, consumerId: identifier.value },
    target: { table: where.table ?? 'INTERACTION_FACT', column: where.column ?? 'SOURCE_ADDRESS' },
    locator: where.locator,
    content: where.value,
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

/** A consumer of the identifiers as a request would have them, in the United States unless said otherwise. */
export function person(
  key: string,
  named: readonly (readonly [kind: IdentifierKind, value: string])[],
  rules: Partial<IdentifierRules> = {},
): Subject {
  const identifiers = named.map(([kind, value]) => {
    const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises', ...rules })
    if (!parsed.ok) throw new Error(`a malformed ${kind}`)
    return parsed.identifier
  })
  return consumer(key, ...identifiers)
}
