/** Who this process is, for those who ask later: its host, its account, and which version of the program it runs. */

import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'

import type { Worker } from '../records/journal/entries.ts'

export function thisWorker(): Worker {
  return { host: hostname(), account: accountName(), version: versionOfProgram() }
}

/** In a container the account may have a number alone. */
function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** As deep below the package in the compiled program as here. */
const manifest = new URL('../../package.json', import.meta.url)

/** As the package names it. */
function versionOfProgram(): string {
  const written: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  const version: unknown = Reflect.get(Object(written), 'version')
  return typeof version === 'string' ? version : 'unknown'
}
