/** Reads a YAML or JSON document; what is wrong is told by line and rule, never by quoting the text. */

import { LineCounter, parseDocument } from 'yaml'

import { withQuotedReferences } from './yaml-references.ts'
import type { TextPlace } from './yaml-places.ts'

export interface YamlProblem extends TextPlace {
  readonly message: string
}

export type YamlReading =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'broken'; readonly problems: readonly YamlProblem[] }

/** JSON is YAML, so one reader serves both. */
export function readYaml(text: string): YamlReading {
  const plain = parse(text)
  if (plain.kind === 'read') return plain
  const quoted = parse(withQuotedReferences(text).text)
  return quoted.kind === 'read' ? quoted : plain
}

function parse(text: string): YamlReading {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: 'silent',
  })
  if (document.errors.length === 0) return toValue(document)
  // One slip makes the parser stumble to the end of the text: only doubled keys are worth listing one by one.
  const doubled = document.errors.filter((error) => error.code === 'DUPLICATE_KEY')
  const told = doubled.length > 0 ? doubled : document.errors.slice(0, 1)
  const problems = told.map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    const isAtEnd = text.slice(error.pos[0]).trim() === ''
    return { line, column: col, message: isAtEnd ? cutOff : sentence(error.code) }
  })
  return { kind: 'broken', problems }
}

function toValue(document: ReturnType<typeof parseDocument>): YamlReading {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { kind: 'read', value }
  } catch {
    return {
      kind: 'broken',
      problems: [{ line: 1, column: 1, message: 'an alias has no anchor or is used too often: write it out' }],
    }
  }
}

const cutOff = 'the text ends in the middle of a quote, list or object: write the rest, or close it'

function sentence(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'the key on this line stands twice in its object: remove one'
    case 'TAB_AS_INDENT':
      return 'a tab is used to indent: use spaces'
    case 'BAD_INDENT':
      return 'the indentation does not fit the lines above: align it'
    case 'MISSING_CHAR':
      return 'a closing quote, bracket or comma is missing: add it'
    default:
      return `this line is neither YAML nor JSON (${code.toLowerCase().replaceAll('_', '-')}): correct it`
  }
}
