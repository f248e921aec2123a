/** The command as a service account runs it: root reads and writes whatever it likes, a service account does not. */

const isRoot = process.getuid?.() === 0
const withoutOverride = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] as const

/** The process has the same number as it would have by itself. */
export function asService(program: string, operands: readonly string[]): readonly [string, readonly string[]] {
  const [setpriv, ...options] = withoutOverride
  return isRoot ? [setpriv, [...options, program, ...operands]] : [program, operands]
}
