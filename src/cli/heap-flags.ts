/** Keeps the memory of a process that waits most of its life small. */

import { setFlagsFromString } from 'node:v8'

/**
 * Young objects stay in the space they start with, which is collected more often; otherwise it grows to tens of
 * megabytes while the program loads and never shrinks. Effective only before the program is loaded.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
