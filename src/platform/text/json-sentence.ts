/** Says in a sentence what keeps a text from being JSON: place, rule and next step, nothing of the text itself. */

import type { TextPosition } from './json-scan.ts'

export interface SyntaxMistake {
  /** As jsonc-parser names it; empty when it saw nothing. */
  readonly code: string
  readonly position: TextPosition | null
  /** Nothing but white space follows. */
  readonly atEnd: boolean
  readonly trailingComma: boolean
  /** Where the innermost bracket stands that is never closed. */
  readonly openSince: TextPosition | null
}

export function sentenceOfSyntax(mistake: SyntaxMistake): string {
  const where = mistake.position === null ? 'The file' : placeOf(mistake.position)
  return `${where}: ${ruleOf(mistake)}`
}

function ruleOf(mistake: SyntaxMistake): string {
  if (mistake.trailingComma && afterComma.has(mistake.code)) return 'a comma with nothing behind it. Remove it.'
  if (mistake.atEnd && mistake.openSince !== null && !mistake.code.startsWith('UnexpectedEnd')) {
    const since = placeOf(mistake.openSince).toLowerCase()
    return `the file ends, but the bracket of ${since} is still open. Close it, or send the whole file again.`
  }
  return rules[mistake.code] ?? 'this is not JSON. Correct it, or write the file with a JSON library.'
}

const afterComma = new Set(['PropertyNameExpected', 'ValueExpected'])

const rules: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word or character that JSON does not know. Put names and texts in double quotes.',
  InvalidNumberFormat: 'a number that JSON does not know. Put identifiers in double quotes.',
  UnexpectedEndOfNumber: 'a number that JSON does not know. Put identifiers in double quotes.',
  PropertyNameExpected: 'a key in double quotes is expected here. Add it.',
  ValueExpected: 'a value is expected here. Add it.',
  ColonExpected: 'a colon is expected between key and value. Add it.',
  CommaExpected: 'a comma or the closing bracket is expected here. Add it.',
  CloseBraceExpected: 'a closing `}` is expected here. Add it.',
  CloseBracketExpected: 'a closing `]` is expected here. Add it.',
  EndOfFileExpected: 'the document has ended before this. Remove what follows.',
  InvalidCommentToken: 'a comment, which JSON does not have. Remove it.',
  UnexpectedEndOfComment: 'a comment, which JSON does not have. Remove it.',
  UnexpectedEndOfString: 'a text that is not closed on its line. Close it with `"`, and write line breaks as `\\n`.',
  InvalidUnicode: 'a `\\u` without four hexadecimal digits behind it. Correct it.',
  InvalidEscapeCharacter: 'a backslash before a character that takes none. Write a backslash as `\\\\`.',
  InvalidCharacter: 'a control character within a text. Write it as an escape such as `\\t`, or remove it.',
}

function placeOf(position: TextPosition): string {
  return `Line ${position.line}, column ${position.column}`
}
