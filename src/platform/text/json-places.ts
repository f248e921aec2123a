/** Reads strict JSON as a tree that knows where in the text each value stands. */

import { parseTree, type Node, type ParseError } from 'jsonc-parser'

import { positionOf, scanJson } from './json-scan.ts'
import { jsonLimits } from './json-document.ts'

/** An item of an array or a member of an object; a member's place includes its name. */
export interface JsonItem {
  readonly name: string | null
  readonly start: number
  readonly end: number
  readonly value: JsonPlace
}

export interface JsonPlace {
  /** Null for texts, numbers, true, false and null. */
  readonly items: readonly JsonItem[] | null
  readonly scalar: unknown
}

export type JsonPlaces =
  | { readonly ok: true; readonly root: JsonPlace }
  | { readonly ok: false; readonly line: number; readonly column: number }

/** Comments and trailing commas are mistakes. */
export function readJsonPlaces(text: string): JsonPlaces {
  const scan = scanJson(text, jsonLimits)
  if (!scan.ok) return { ok: false, ...positionOf(text, scan.offset) }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const [first] = errors
  if (first !== undefined || root === undefined) return { ok: false, ...positionOf(text, first?.offset ?? 0) }
  return { ok: true, root: placeOf(root) }
}

function placeOf(node: Node): JsonPlace {
  const { type, children = [] } = node
  if (type !== 'object' && type !== 'array') return { items: null, scalar: node.value }
  return {
    items: children.flatMap((child) => (type === 'array' ? [itemOf(child, child)] : memberOf(child))),
    scalar: null,
  }
}

function memberOf(property: Node): readonly JsonItem[] {
  const [name, value] = property.children ?? []
  return name === undefined || value === undefined ? [] : [{ ...itemOf(property, value), name: String(name.value) }]
}

function itemOf(whole: Node, value: Node): JsonItem {
  return { name: null, start: whole.offset, end: whole.offset + whole.length, value: placeOf(value) }
}
