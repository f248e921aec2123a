/** A log that is being searched: open from the first look to the last, so that it stays the same file. */

import { closeSync, constants, openSync } from 'node:fs'

import { StepFailed } from '../../../domain/errors.ts'
import { identityOf, lineDigest, type FileIdentity } from '../locator.ts'
import { detectEncoding, type Encoding, type EncodingSetting } from './encoding.ts'
import type { LogFile } from './file-list.ts'
import { codeOf } from './scan-messages.ts'
import { windowOn, type ReadBytes } from './window.ts'

export interface OpenLogFile {
  readonly log: LogFile
  readonly file: number
  readonly near: ReadBytes
  readonly identity: FileIdentity
  /** Of plain files; what is packed is known when it is unpacked. */
  readonly encoding: Encoding
}

/** Null when the file is gone: it was rotated away or removed since the folder was listed. */
export function openLog(log: LogFile, setting: EncodingSetting): OpenLogFile | null {
  let file: number
  try {
    file = openSync(log.path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw unreadable(error)
  }
  try {
    const near = windowOn(file)
    return { log, file, near, identity: identityOf(file), encoding: detectEncoding(near(0, 2), setting) }
  } catch (error) {
    closeSync(file)
    throw unreadable(error)
  }
}

export function closeLog({ file }: OpenLogFile): void {
  closeSync(file)
}

/** The digest of the line ends before an offset; packed logs have none. */
export function linesBefore({ log, near, encoding }: OpenLogFile, offset: number): string {
  return log.kind === 'plain' ? lineDigest(near, offset, encoding) : '-'
}

/** The system's message holds the path, which may be personal: only its code is told. */
export function unreadable(error: unknown): StepFailed {
  const message = `a log file could not be read (${codeOf(error)}); see \`lethe doctor\` for which`
  return new StepFailed('file', message, { retryable: true, cause: error })
}
