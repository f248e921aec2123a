/** Makes pseudonyms comparable between runs, each of which makes its own. */

/** One person's pseudonym is the same wherever it stands, and another one's differs: the n-th new one becomes `P n`. */
export function withNumberedPseudonyms(lines: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  const numbered = (pseudonym: string): string => {
    const number = known.get(pseudonym) ?? `P ${known.size + 1}`
    known.set(pseudonym, number)
    return number
  }
  return lines.map((line) => line.replaceAll(/"[a-z2-7]{12}"/g, numbered))
}
