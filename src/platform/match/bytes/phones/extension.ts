/** An extension right behind a number: `781-555-0123x99`, `7815550123ext. 99`, `7815550123extension 99`. */

import { asciiOf } from '../characters/bytes.ts'

export function beginsExtension(view: Uint8Array, end: number): boolean {
  return /^(?:ext(?:n|ension)?[.:=]? ?|x[.:=]?)\d/i.test(asciiOf(view, end, end + 12))
}
