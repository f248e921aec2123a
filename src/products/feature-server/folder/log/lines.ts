/** Lines of a log that are complete: what has no end yet may still become something else. */

/** Longer ones are no results, and are left out. */
const longest = 65_536

export async function* completeLines(pieces: AsyncIterable<unknown>): AsyncIterable<string> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) continue
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!isTooLong && line.length <= longest) yield line
      isTooLong = false
    }
    isTooLong ||= rest.length > longest
    if (isTooLong) rest = ''
  }
}
