/** Line numbers of offsets in ascending order, counted on the way. */

import { readSync } from 'node:fs'

import { unitOf, type Encoding } from './encoding.ts'

const pieceSize = 65_536

/** From 1. An offset before the last one asked for counts from the beginning again. */
export function lineCounter(file: number, encoding: Encoding): (offset: number) => number {
  const piece = Buffer.allocUnsafe(pieceSize)
  let position = 0
  let line = 1
  return (offset) => {
    if (offset < position) [position, line] = [0, 1]
    while (position < offset) {
      const read = readSync(file, piece, 0, Math.min(pieceSize, offset - position), position)
      if (read === 0) break
      line += countLines(piece.subarray(0, read), encoding)
      position += read
    }
    return line
  }
}

function countLines(bytes: Buffer, encoding: Encoding): number {
  let count = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const other = unitOf(encoding) === 1 ? 0 : bytes[encoding === 'utf-16le' ? at + 1 : at - 1]
    const aligned = unitOf(encoding) === 1 || at % 2 === (encoding === 'utf-16le' ? 0 : 1)
    if (aligned && (other ?? 0) === 0) count += 1
  }
  return count
}
