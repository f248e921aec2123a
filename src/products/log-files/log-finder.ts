/** Finds a recorded log again: under its name, or under the name that rotation has given it. */

import { readSync } from 'node:fs'
import { join } from 'node:path'

import { detectEncoding, type Encoding, type EncodingSetting } from '../../platform/files/scan/encoding.ts'
import { identityAt, listLogFiles, type FilePatterns } from '../../platform/files/scan/file-list.ts'

export interface LogFinder {
  /** The path of the file with this device and inode; null when it is no longer among the logs. */
  readonly pathOf: (table: string, identity: string) => Promise<string | null>
  /** Whether any file has this name now. */
  readonly isThere: (table: string) => Promise<boolean>
}

export function findLogs(patterns: FilePatterns): LogFinder {
  const place = (table: string): string => join(patterns.root, table)
  let byIdentity: ReadonlyMap<string, string> | null = null
  return {
    pathOf: async (table, identity) => {
      const path = place(table)
      if ((await identityAt(path)) === identity) return path
      byIdentity ??= new Map((await listLogFiles(patterns)).map((log) => [log.identity, log.path]))
      const moved = byIdentity.get(identity)
      // What was renamed while it was searched may be renamed again: look once more before it is opened.
      return moved !== undefined && (await identityAt(moved)) === identity ? moved : null
    },
    isThere: async (table) => (await identityAt(place(table))) !== null,
  }
}

export function encodingOfFile(file: number, setting: EncodingSetting): Encoding {
  const head = Buffer.alloc(2)
  return detectEncoding(head.subarray(0, readSync(file, head, 0, 2, 0)), setting)
}
