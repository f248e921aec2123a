/** A log that is being searched: open from the first look to the last, so that it stays the same file. */

import { closeSync, constants, openSync } from 'node:fs'

import { onDisk } from '../byte-names.ts'
import { identityOf, type FileOnDisk } from './file-on-disk.ts'
import { lineDigest } from './line-digest.ts'
import { detectEncoding, type Encoding, type EncodingSetting } from './encoding.ts'
import type { LogFile } from './file-list.ts'
import { noText, unreadable } from './failures.ts'
import { headSize, whyNoText } from './is-text.ts'
import { codeOf } from './scan-messages.ts'
import { windowOn, type ReadBytes } from './window.ts'

export interface OpenLogFile {
  readonly log: LogFile
  readonly file: number
  readonly near: ReadBytes
  readonly identity: FileOnDisk
  /** Of plain files; what is packed is known when it is unpacked. */
  readonly encoding: Encoding
}

/** Null when the file is gone: it was rotated away or removed since the folder was listed. */
export function openLog(log: LogFile, setting: EncodingSetting): OpenLogFile | null {
  const file = openToRead(log.path, log)
  if (file === null) return null
  try {
    const near = windowOn(file)
    if (log.kind === 'plain') refuseNoText(near(0, headSize), setting, log)
    return { log, file, near, identity: identityOf(file), encoding: detectEncoding(near(0, 2), setting) }
  } catch (error) {
    closeSync(file)
    throw unreadable(error, log)
  }
}

/** A descriptor; null when the file is gone. Not followed through a link: whoever may write the folder could lay one. */
export function openToRead(path: string, log: LogFile | null): number | null {
  try {
    return openSync(onDisk(path), constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw unreadable(error, log)
  }
}

export function closeLog({ file }: OpenLogFile): void {
  closeSync(file)
}

/** The digest of the line ends before an offset; packed logs have none. */
export function linesBefore({ log, near, encoding }: OpenLogFile, offset: number): string {
  return log.kind === 'plain' ? lineDigest(near, offset, encoding) : '-'
}

export function refuseNoText(head: Uint8Array, setting: EncodingSetting, log: LogFile): void {
  const why = whyNoText(head, setting)
  if (why !== null) throw noText(why, log)
}
