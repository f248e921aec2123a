/** Tells where in the text of a YAML or JSON document stands what a JSON pointer names. */

import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'

import { withQuotedReferences } from './yaml-references.ts'

/** Both from 1, as editors count. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** The key or item itself; where it is missing, the nearest that holds it. Null for a text that is no such document. */
export function yamlPlaces(text: string): ((pointer: string) => TextPlace) | null {
  const plain = parseDocument(text, { logLevel: 'silent' })
  const { text: quoted, original } = withQuotedReferences(text)
  const document = plain.errors.length === 0 ? plain : parseDocument(quoted, { logLevel: 'silent' })
  if (document.errors.length > 0) return null
  const offsetIn = plain.errors.length === 0 ? (offset: number) => offset : original
  const lines = new LineCounter()
  for (const { index } of text.matchAll(/^/gm)) lines.addNewLine(index)
  return (pointer) => {
    const { line, col } = lines.linePos(offsetIn(offsetOf(document, pointer)))
    return { line, column: col }
  }
}

function offsetOf(document: Document.Parsed, pointer: string): number {
  let node: unknown = document.contents
  let offset = startOf(document.contents) ?? 0
  for (const step of pointer.split('/').slice(1)) {
    const next = memberOf(document, node, step.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (next === null) break
    offset = startOf(next.place) ?? offset
    node = next.node
  }
  return offset
}

interface Member {
  readonly node: unknown
  /** What people look for: of a member of an object its key. */
  readonly place: unknown
}

function memberOf(document: Document.Parsed, holder: unknown, step: string): Member | null {
  const node: unknown = isAlias(holder) ? holder.resolve(document) : holder
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return item === undefined ? null : { node: item, place: item }
  }
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
  return pair === undefined ? null : { node: pair.value, place: pair.key }
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null
}
