/** Names and patterns as OpenSSH writes them: `*` for whatever stands there, `?` for one sign. */

export function patternOf(glob: string, flags = ''): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`)
}

/** In doubt they are one: a pattern is the name of everybody whom it may mean, and letters are not told apart by their case. */
export function mayBeSamePerson(one: string, other: string): boolean {
  if (isPattern(one) && isPattern(other)) return true
  return patternOf(one, 'i').test(other) || patternOf(other, 'i').test(one)
}

function isPattern(name: string): boolean {
  return /[*?]/.test(name)
}
