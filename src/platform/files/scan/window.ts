/** Bytes of an open file by their offsets. */

import { readSync } from 'node:fs'

/** The bytes between two offsets, fewer at the end of the file; valid until the next call. */
export type ReadBytes = (from: number, to: number) => Uint8Array

const windowSize = 8192
/** What is looked at before a place comes with it. */
const lookBack = 1024

/** Neighbouring places cost one read. They may be as old as the first of them: a mask needs `readsOf`. */
export function windowOn(file: number): ReadBytes {
  const window = new Uint8Array(windowSize)
  const read = readsOf(file)
  let [start, end] = [0, 0]
  return (from, to) => {
    if (to - from > windowSize - lookBack) return read(from, to)
    if (from < start || to > end) {
      start = Math.max(0, from - lookBack)
      end = start + readSync(file, window, 0, windowSize, start)
    }
    return window.subarray(from - start, Math.max(from, Math.min(to, end)) - start)
  }
}

/** Asks the file itself each time. */
export function readsOf(file: number): ReadBytes {
  return (from, to) => {
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from))
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from))
  }
}
