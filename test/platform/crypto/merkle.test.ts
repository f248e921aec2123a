/** The Merkle tree of RFC 6962: the roots that Certificate Transparency's own test vectors have, and the memory of its height. */

import { createHash } from 'node:crypto'

import { expect, test } from 'vitest'

import { MerkleTree } from '../../../src/platform/crypto/merkle.ts'

/** Inputs of the reference implementation, as hexadecimal. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']

const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('each size of the vectors has its root', () => {
  const tree = new MerkleTree()
  const seen = [tree.root()]
  for (const input of inputs) {
    tree.add(Buffer.from(input, 'hex').toString('latin1'))
    seen.push(tree.root())
  }
  expect(seen).toEqual(roots)
  expect(tree.size).toBe(8)
})

/** MTH of RFC 6962, section 2.1, as it is written there. */
function rootOf(lines: readonly string[]): Buffer {
  const hash = (...parts: readonly (Buffer | string)[]): Buffer =>
    parts.reduce((all, part) => all.update(part), createHash('sha256')).digest()
  if (lines.length === 0) return hash()
  if (lines.length === 1) return hash(Buffer.from([0]), lines[0] ?? '')
  const half = 2 ** Math.floor(Math.log2(lines.length - 1))
  return hash(Buffer.from([1]), rootOf(lines.slice(0, half)), rootOf(lines.slice(half)))
}

test('a stream has the root of the definition, at every size up to 130', () => {
  const lines = Array.from({ length: 130 }, (_, n) => `line ${n}`)
  const tree = new MerkleTree()
  for (const [n, line] of lines.entries()) {
    tree.add(line)
    expect(tree.root()).toBe(rootOf(lines.slice(0, n + 1)).toString('hex'))
  }
})
