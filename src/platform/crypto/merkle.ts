/** The root of a Merkle tree over lines as they come, as RFC 6962 has it: a stream of any length in the memory of its height. */

import { createHash } from 'node:crypto'

/** What keeps a leaf from passing for a node, and the other way round. */
const leafMark = Buffer.from([0])
const nodeMark = Buffer.from([1])

export class MerkleTree {
  /** Roots of complete subtrees, the smallest first; null where there is none of that height. */
  readonly #roots: (Buffer | null)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  add(line: string): void {
    let node = digest(leafMark, Buffer.from(line))
    let height = 0
    for (let left = this.#roots[0] ?? null; left !== null; left = this.#roots[height] ?? null) {
      node = digest(nodeMark, left, node)
      this.#roots[height] = null
      height += 1
    }
    this.#roots[height] = node
    this.#size += 1
  }

  /** Hexadecimal; of no lines the digest of nothing. */
  root(): string {
    let root: Buffer | null = null
    for (const left of this.#roots) if (left !== null) root = root === null ? left : digest(nodeMark, left, root)
    return (root ?? digest()).toString('hex')
  }
}

/** The root of a tree whose left half is one line, and whose right half has this root. */
export function rootBehind(line: string, root: string): string {
  return digest(nodeMark, digest(leafMark, Buffer.from(line)), Buffer.from(root, 'hex')).toString('hex')
}

function digest(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
