/** Paths inside an archive that unpack everywhere, each to a file of its own. */

const longest = 80
/** Names that Windows keeps for devices, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * One part of a path: letters, digits and `. _ - #`, everything else becomes `_`. No separators, no control characters,
 * neither `.` nor `..`, not hidden, at most 80 characters.
 */
function safePart(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._#-]/gu, '_')
    .replace(/^\.+|\.+$/g, (dots) => '_'.repeat(dots.length))
  const short = Array.from(plain).slice(0, longest).join('').replace(/\.$/, '_')
  return short === '' || reserved.test(short) ? `_${short}` : short
}

/** Gives every file a path that no other one has, also where upper and lower case are the same. */
export class EntryPaths {
  readonly #taken = new Set<string>()

  /** The path of the parts made safe, with the ending; numbered (`-2`, `-3` …) when it is taken. */
  take(parts: readonly string[], ending: string): string {
    const stem = parts.map(safePart).join('/')
    for (let number = 1; ; number += 1) {
      const path = number === 1 ? stem + ending : `${stem}-${number}${ending}`
      const key = path.toLowerCase()
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return path
    }
  }
}
