/** FACT_ID of a row: its key values as text, and back. */

/** Key values joined by `:`; a `:` or `%` inside a value is percent-encoded. */
export function locatorOf(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll('%', '%25').replaceAll(':', '%3A')).join(':')
}

export function keysOf(locator: string): readonly string[] {
  return locator.split(':').map((key) => key.replaceAll('%3A', ':').replaceAll('%25', '%'))
}
