/** How a word or an address may begin, in bytes, however its letters are written: what the filters of a search let pass. */

const encoder = new TextEncoder()

/** So many characters decide about the first four bytes. */
const deciding = 4

/** The first characters of a key, in either case, with accents composed or combining, blanks of either width. */
export function startsOf(key: string): readonly string[] {
  const characters = Array.from(key.normalize('NFD')).slice(0, deciding)
  const composed = Array.from(key.normalize('NFC')).slice(0, deciding)
  return [...new Set([...written(characters), ...written(composed)])]
}

/** An address in either case, with accents composed or combining. */
export function addressStarts(address: string): readonly Uint8Array[] {
  const cases = [address, address.toUpperCase()]
  const texts = new Set(cases.flatMap((text) => [text, text.normalize('NFD')]))
  return [...texts].map((text) => encoder.encode(text))
}

function written(characters: readonly string[]): readonly string[] {
  let starts: readonly string[] = ['']
  for (const character of characters) {
    const ways = new Set([character, character.toLowerCase(), character.toUpperCase(), ...alike(character)])
    starts = starts.flatMap((start) => [...ways].map((way) => start + way))
  }
  return starts
}

/** The small sigma at the end of a word, the blank that does not break a line, the letters i of Turkic languages. */
function alike(character: string): readonly string[] {
  if (character === '\u03c3') return ['\u03c2']
  if (character === 'i' || character === '\u0131') return ['I', '\u0130', 'I\u0307']
  return character === ' ' ? ['\u00a0'] : []
}
