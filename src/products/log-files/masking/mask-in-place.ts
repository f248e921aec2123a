/** Masks recorded values over their exact bytes: inode, size, owner, mode and every other byte stay. */

import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs'

import { textOfContent, type RecordedFinding } from '../../../domain/finding.ts'
import { onDisk } from '../../../platform/files/byte-names.ts'
import { identityOf } from '../../../platform/files/scan/file-on-disk.ts'
import { lineDigest } from '../../../platform/files/scan/line-digest.ts'
import { readLocator, type Locator } from '../locator.ts'
import type { Encoding } from '../../../platform/files/scan/encoding.ts'
import { readsOf } from '../../../platform/files/scan/window.ts'
import { compare, maskOver } from './mask.ts'

export interface OpenLog {
  readonly file: number
  readonly encoding: Encoding
}

/** `gone`: the place no longer exists or holds something else, so nothing was written. */
export type Masked = 'masked' | 'gone'

/** `r+` and not followed through a link: whoever may write into the folder could have laid one. */
export function openForMasking(path: string): number {
  return openSync(onDisk(path), constants.O_RDWR | constants.O_NOFOLLOW)
}

export function closeMasked(file: number): void {
  fdatasyncSync(file)
  closeSync(file)
}

/** Whether the place recorded is still the place it was: same file, not truncated, the lines before it unchanged. */
function stillStands({ file, encoding }: OpenLog, locator: Locator): boolean {
  const now = identityOf(file)
  if (now.file !== locator.file || now.size < locator.size || locator.offset + locator.length > now.size) return false
  return lineDigest(readsOf(file), locator.offset, encoding) === locator.lines
}

/**
 * Whether a recorded value is there to be read. What stands at its very place is left even when the lines before it
 * have changed; a value half masked is left where the place is still the one it was.
 */
export function isLeft(log: OpenLog, finding: RecordedFinding, character: string): boolean {
  const locator = readLocator(finding.locator)
  if (locator === null) return false
  const seen = compare(bytesAt(log, locator), textOfContent(finding.content), { character, encoding: log.encoding })
  return seen === 'found' || (seen === 'partly' && stillStands(log, locator))
}

export function maskInPlace(log: OpenLog, finding: RecordedFinding, character: string): Masked {
  const locator = readLocator(finding.locator)
  if (locator === null || !stillStands(log, locator)) return 'gone'
  const bytes = bytesAt(log, locator)
  switch (compare(bytes, textOfContent(finding.content), { character, encoding: log.encoding })) {
    case 'masked':
      return 'masked'
    case 'found':
    case 'partly':
      overwrite(log, locator, bytes, character)
      return 'masked'
    default:
      return 'gone'
  }
}

/** What stands at a recorded place now. */
function bytesAt(log: OpenLog, { offset, length }: Locator): Uint8Array {
  return readsOf(log.file)(offset, offset + length)
}

/** A positioned write inside of the file; appending goes on undisturbed. */
function overwrite(log: OpenLog, { offset, length }: Locator, bytes: Uint8Array, character: string): void {
  const mask = maskOver(bytes, { character, encoding: log.encoding })
  for (let written = 0; written < length;) {
    written += writeSync(log.file, mask, written, length - written, offset + written)
  }
}
