/** Joins many small pieces into few large ones on their way to the file. */

import { Transform } from 'node:stream'

const blockSize = 64 * 1024

/**
 * Room for the directory of some 50,000 entries. It comes at once, in seventeen pieces of a few bytes for each entry,
 * and whatever does not find room here is kept as an object of its own, a hundred times the size of its bytes.
 */
const room = 4 * 1024 * 1024

/** A stream of the same bytes in blocks of 64 KiB. */
export function joinBlocks(): Transform {
  let block = Buffer.allocUnsafe(blockSize)
  let filled = 0
  return new Transform({
    highWaterMark: room,
    transform(chunk: Buffer, _encoding, done) {
      for (let taken = 0; taken < chunk.length;) {
        const copied = chunk.copy(block, filled, taken)
        taken += copied
        filled += copied
        if (filled < blockSize) continue
        this.push(block)
        block = Buffer.allocUnsafe(blockSize)
        filled = 0
      }
      done()
    },
    flush(done) {
      done(null, block.subarray(0, filled))
    },
  })
}
