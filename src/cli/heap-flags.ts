/** Keeps the memory of a process small that waits most of its life, or passes millions of values on. */

import { setFlagsFromString } from 'node:v8'

/**
 * Young objects stay in the space they start with, which is collected more often; otherwise it grows to tens of
 * megabytes while the program loads and never shrinks. Effective only before the program is loaded.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  growHeapByHalves()
}

/** Not fourfold until what is no longer used is collected: hardly any of the values that pass lives on. */
export function growHeapByHalves(): void {
  setFlagsFromString('--heap-growing-percent=50')
}
