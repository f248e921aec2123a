/** The version of this installation, as its package says. */

import { readFileSync } from 'node:fs'

export function ownVersion(): string {
  // The same three steps up from src/ and from dist/.
  const about: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  const version: unknown = Reflect.get(Object(about), 'version')
  return typeof version === 'string' ? version : 'unknown'
}
