/** The scanner as compiled kernel: `npm run build` makes it from scan.as. */

import { readFile } from 'node:fs/promises'

import { searched } from '../bytes/filters.ts'
import type { ByteSearch } from '../bytes/needles.ts'
import { scanCapacity, scanPadding, type Scanner } from '../bytes/scanner.ts'

/** The kernel's memory: filters, then room for looking back, the text, the candidates. As in scan.as. */
const layout = { filters: 1024, text: 943_232, output: 2_057_472 } as const

/** Beside this file in dist; seen from src, in dist. */
const places = ['scan.wasm', '../../../../dist/platform/match/kernel/scan.wasm'] as const

/** Null where it was not built or the machine has no SIMD: then the plain scanner does the same, more slowly. */
export async function loadKernel(): Promise<WebAssembly.Module | null> {
  for (const place of places) {
    const bytes = await readFile(new URL(place, import.meta.url)).catch(() => null)
    if (bytes !== null && WebAssembly.validate(bytes)) return await WebAssembly.compile(bytes)
  }
  return null
}

export function kernelScanner(module: WebAssembly.Module, search: ByteSearch): Scanner {
  const { memory, scan, setEnds, resume, controls, foreign } = interfaceOf(new WebAssembly.Instance(module, {}))
  new Uint8Array(memory).set(new Uint8Array(search.filters), layout.filters)
  const [first = 0, second = 0, third = 0] = search.ends
  setEnds(search.ends.length, first, second, third)
  const buffer = new Uint8Array(memory, layout.text, scanCapacity + scanPadding)
  const output = new Uint32Array(memory, layout.output)
  return {
    buffer,
    finds: { phones: (search.kinds & searched.phone) !== 0 },
    scan: (length, from, to, found) => {
      buffer.fill(0, length, length + scanPadding)
      const seen = { controls: 0, foreign: false }
      for (let next = from; next < to; next = resume()) {
        const count = scan(length, next, to, search.kinds)
        for (let n = 0; n < count; n += 1) found(output[n] ?? 0)
        seen.controls += controls()
        seen.foreign ||= foreign()
      }
      return seen
    },
  }
}

interface Kernel {
  readonly memory: ArrayBuffer
  readonly scan: (length: number, from: number, to: number, kinds: number) => number
  readonly setEnds: (count: number, first: number, second: number, third: number) => void
  readonly resume: () => number
  /** Control bytes that the last call has come across. */
  readonly controls: () => number
  readonly foreign: () => boolean
}

function interfaceOf(instance: WebAssembly.Instance): Kernel {
  const { memory, scan, setEnds, resume, controls, foreign } = instance.exports
  if (!isMemory(memory) || !isScan(scan) || !isSetEnds(setEnds) || !isGlobal(resume))
    throw new TypeError('scan.wasm is not the kernel')
  if (!isGlobal(controls) || !isGlobal(foreign)) throw new TypeError('scan.wasm is an older kernel')
  return {
    memory: memory.buffer,
    scan,
    setEnds,
    resume: () => Number(resume.value),
    controls: () => Number(controls.value),
    foreign: () => Number(foreign.value) !== 0,
  }
}

/** What it takes and gives is what scan.as declares. */
function isScan(value: unknown): value is Kernel['scan'] {
  return typeof value === 'function'
}

function isSetEnds(value: unknown): value is Kernel['setEnds'] {
  return typeof value === 'function'
}

function isMemory(value: unknown): value is { readonly buffer: ArrayBuffer } {
  return typeof value === 'object' && value !== null && 'buffer' in value && value.buffer instanceof ArrayBuffer
}

function isGlobal(value: unknown): value is { readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'value' in value
}
