/** The version of Lethe, as its package has it. */

import { readFileSync } from 'node:fs'

let known: string | null = null

export function packageVersion(): string {
  return (known ??= read())
}

function read(): string {
  // The same two steps up from src/ and from dist/.
  const document: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const version: unknown = Reflect.get(Object(document), 'version')
  return typeof version === 'string' ? version : ''
}
