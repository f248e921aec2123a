/** A database file of Lethe's own: nobody but its owner reads it, from the first byte on. */

import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

import type { DatabaseSettings } from './settings.ts'

const ownerOnly = 0o600

/** Makes the file before SQLite would, with the rights that its journals then have too. */
export function createOwnFile({ filename }: Pick<DatabaseSettings, 'filename'>): void {
  if (filename === undefined) return
  try {
    closeSync(openSync(filename, 'wx', ownerOnly))
  } catch (error) {
    // It is there, or cannot be made: opening it says so in its own words.
    if (!(error instanceof Error)) throw error
  }
}

/** For files of an earlier version, whoever may read them now; left alone where they are somebody else's. */
export function closeOwnFile({ filename }: Pick<DatabaseSettings, 'filename'>): void {
  if (filename === undefined) return
  try {
    if ((statSync(filename).mode & 0o077) !== 0) chmodSync(filename, ownerOnly)
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}
