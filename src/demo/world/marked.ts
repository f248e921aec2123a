/** Text of a file in which «…» marks what is the subject's; the marks themselves never stand in the file. */

const own = /«([^»]*)»/g

export type TextErasure = 'masked' | 'removed'

/** The file as it is before a forget. */
export function plainText(marked: string): string {
  return marked.replaceAll(own, '$1')
}

/** What the file must be afterwards, to the byte. */
export function erasedText(marked: string, erasure: TextErasure): string {
  return marked.replaceAll(own, (_, value: string) => (erasure === 'masked' ? '*'.repeat(value.length) : ''))
}

export function ownValues(marked: string): readonly string[] {
  return [...marked.matchAll(own)].map(([, value = '']) => value)
}
