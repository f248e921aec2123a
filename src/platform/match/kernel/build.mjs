/** Compiles the kernel: `node src/platform/match/kernel/build.mjs [OUTPUT]`, by default into dist beside the code that loads it. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import asc from 'assemblyscript/asc'

const source = new URL('scan.as', import.meta.url)
const output =
  process.argv[2] ?? fileURLToPath(new URL('../../../../dist/platform/match/kernel/scan.wasm', import.meta.url))

const options = [
  'scan.ts',
  '--outFile',
  'scan.wasm',
  '-O3',
  '--converge',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
]
const files = new Map()
const { error, stderr } = await asc.main([...options, '--initialMemory', '36', '--maximumMemory', '36'], {
  readFile: (name) => (name === 'scan.ts' ? readFileSync(source, 'utf8') : null),
  writeFile: (name, content) => void files.set(name, content),
  listFiles: () => [],
})
if (error !== null) throw new Error(`the kernel does not compile: ${stderr.toString()}`, { cause: error })

mkdirSync(dirname(output), { recursive: true })
writeFileSync(`${output}.${process.pid}.tmp`, files.get('scan.wasm'))
renameSync(`${output}.${process.pid}.tmp`, output)
