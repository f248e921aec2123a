/** How the systems of the source are answered, in words for people. */

import type { SystemAnswer } from '../app/systems.ts'

/** E.g. `searched by info-mart`, `retained (declared#2)`. */
export function answeredIn({ answered, by }: SystemAnswer): string {
  if (answered === null) return 'not answered for'
  return answered === 'searched' ? `searched by ${by.join(', ')}` : `${answered} (${by.join(', ')})`
}

/** One line, however many they are; empty where each is answered. */
export function notAnsweredFor(systems: readonly SystemAnswer[]): string {
  const names = systems.flatMap(({ system, answered }) => (answered === null ? [system] : []))
  if (names.length === 0) return ''
  return `not answered for: ${names.join(', ')}; enable the product, or declare each with \`product: declared\` and its name as \`system\``
}
