/** Reads strict JSON from bytes: UTF-8, bounded, with the place of the first mistake and every duplicate key. */

import { printParseErrorCode, visit } from 'jsonc-parser'

import type { RequestProblem } from '../../domain/request.ts'

import { sentenceOfSyntax } from './json-sentence.ts'
import { pointerTo } from './json-pointer.ts'
import { positionOf, scanJson, type JsonLimits, type TextPosition } from './json-scan.ts'
import { decodeUtf8 } from './utf8.ts'

export const jsonLimits: JsonLimits = { maxDepth: 64, maxValues: 1_000_000 }

export type JsonReading =
  /** The value keeps the last of duplicate keys; `duplicates` has one problem for each of them. `text` keeps everything. */
  | {
      readonly ok: true
      readonly value: unknown
      readonly text: string
      readonly duplicates: readonly RequestProblem[]
    }
  | { readonly ok: false; readonly problem: RequestProblem }

type MayRepeat = (key: string) => boolean

/** `mayRepeat`: which keys stand in messages; what a sender wrote in place of a key may be personal. Rules of the problems: `empty`, `encoding`, `too-deep`, `too-many-values`, `json`, `duplicate-key`. */
export function readJson(
  bytes: Uint8Array,
  limits: JsonLimits = jsonLimits,
  mayRepeat: MayRepeat = () => false,
): JsonReading {
  const decoded = decodeUtf8(bytes)
  if (!decoded.ok) return refused('encoding', encodingSentence(decoded.seems))
  const text = decoded.text
  if (text.trim() === '') return refused('empty', 'The file is empty. Send it again with its content.')
  const scan = scanJson(text, limits)
  if (!scan.ok) return refused(`too-${scan.exceeded === 'depth' ? 'deep' : 'many-values'}`, limitSentence(text, scan))
  return parseText(text, scan.open, mayRepeat)
}

function parseText(text: string, open: number | null, mayRepeat: MayRepeat): JsonReading {
  const parsed = parseStrictly(text)
  if (!parsed.ok) return refused('json', syntaxSentence(text, open))
  return { ok: true, value: parsed.value, text, duplicates: duplicateKeys(text, mayRepeat) }
}

/** The engine's parser decides what is JSON: its message quotes the text and is dropped. */
function parseStrictly(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

function syntaxSentence(text: string, open: number | null): string {
  const first = firstMistake(text)
  return sentenceOfSyntax({
    code: first?.code ?? '',
    position: first?.position ?? null,
    atEnd: first === null || text.slice(first.offset).trim() === '',
    trailingComma: first !== null && /,\s*$/.test(text.slice(Math.max(0, first.offset - 256), first.offset)),
    openSince: open === null ? null : positionOf(text, open),
  })
}

interface Mistake {
  readonly code: string
  readonly offset: number
  readonly position: TextPosition
}

/** Ends the visit at the first mistake: what follows is its echo, and nothing bounds how deep it nests. */
class Stopped extends Error {
  readonly mistake: Mistake
  constructor(mistake: Mistake) {
    super('stopped at the first mistake')
    this.mistake = mistake
  }
}

function firstMistake(text: string): Mistake | null {
  try {
    visit(
      text,
      {
        onError: (code, offset, ...[, line, character]) => {
          const position = { line: line + 1, column: character + 1 }
          throw new Stopped({ code: printParseErrorCode(code), offset, position })
        },
      },
      { disallowComments: true },
    )
    return null
  } catch (error) {
    if (error instanceof Stopped) return error.mistake
    throw error
  }
}

function duplicateKeys(text: string, mayRepeat: MayRepeat): readonly RequestProblem[] {
  const problems: RequestProblem[] = []
  const keys: Set<string>[] = []
  visit(text, {
    onObjectBegin: () => void keys.push(new Set()),
    onObjectEnd: () => void keys.pop(),
    onObjectProperty: (key, ...[, , line, character, path]) => {
      const known = keys.at(-1)
      if (known?.has(key) === true) {
        problems.push(duplicateKey([...path(), key], { line: line + 1, column: character + 1 }, mayRepeat))
      }
      known?.add(key)
    },
  })
  return problems
}

function duplicateKey(
  path: readonly (string | number)[],
  { line, column }: TextPosition,
  mayRepeat: MayRepeat,
): RequestProblem {
  const key = String(path.at(-1))
  const named = mayRepeat(key) ? `the key \`${key}\`` : 'a key'
  const message = `Line ${line}, column ${column}: ${named} stands twice in one object. Keep one of them.`
  return { pointer: pointerTo(path, mayRepeat), rule: 'duplicate-key', message }
}

function limitSentence(text: string, scan: { readonly exceeded: 'depth' | 'values'; readonly offset: number }): string {
  const { line, column } = positionOf(text, scan.offset)
  const place = `Line ${line}, column ${column}`
  if (scan.exceeded === 'values')
    return `${place}: the file holds more values than are taken. Send it in several files.`
  return `${place}: objects and arrays stand too deep within each other. Send the documented structure.`
}

function encodingSentence(seems: string | null): string {
  const found = seems === null ? 'The file is not text in UTF-8' : `The file is in ${seems}, not in UTF-8`
  return `${found}. Save it as UTF-8.`
}

function refused(rule: string, message: string): JsonReading {
  return { ok: false, problem: { pointer: '', rule, message } }
}
