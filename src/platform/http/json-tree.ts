/**
 * JSON as values over their own text, so that what is not touched keeps its bytes: numbers beyond 2^53, escapes and
 * the order of keys would not outlive being parsed and written anew.
 */

import { parseTree, type Node } from 'jsonc-parser'

import { scanJson } from '../text/json-scan.ts'

export type JsonValue =
  | { readonly kind: 'object'; readonly raw: string; readonly members: readonly TreeMember[] }
  | { readonly kind: 'array'; readonly raw: string; readonly items: readonly JsonValue[] }
  /** `inner`: the object or array that the text itself is the JSON of; null for any other text. */
  | { readonly kind: 'text'; readonly raw: string; readonly text: string; readonly inner: JsonValue | null }
  /** Number, true, false, null. */
  | { readonly kind: 'literal'; readonly raw: string }

export interface TreeMember {
  readonly name: string
  readonly value: JsonValue
}

const limits = { maxDepth: 64, maxValues: 2_000_000 } as const

/** Null when the text is not one strict JSON value, or nests deeper than anything sensible. */
export function readJsonTree(text: string): JsonValue | null {
  if (!scanJson(text, limits).ok || !isJson(text)) return null
  const node = parseTree(text, [], { disallowComments: true })
  return node === undefined ? null : valueOf(node, text)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function valueOf(node: Node, text: string): JsonValue {
  const raw = text.slice(node.offset, node.offset + node.length)
  const children = node.children ?? []
  switch (node.type) {
    case 'object':
      return { kind: 'object', raw, members: children.flatMap((property) => memberOf(property, text)) }
    case 'array':
      return { kind: 'array', raw, items: children.map((child) => valueOf(child, text)) }
    case 'string':
      return textValue(raw, String(node.value))
    default:
      return { kind: 'literal', raw }
  }
}

function memberOf(property: Node, text: string): readonly TreeMember[] {
  const [name, value] = property.children ?? []
  return name === undefined || value === undefined ? [] : [{ name: String(name.value), value: valueOf(value, text) }]
}

function textValue(raw: string, text: string): JsonValue {
  const inner = /^\s*[[{]/.test(text) ? readJsonTree(text) : null
  return { kind: 'text', raw, text, inner }
}

/** The value of a member; the last one, as parsers have it, when the name stands there twice. */
export function memberNamed(value: JsonValue, name: string): JsonValue | null {
  return value.kind === 'object' ? (value.members.findLast((member) => member.name === name)?.value ?? null) : null
}

/** Equal for two values exactly when they say the same: key order and white space aside. Numbers count as written. */
export function canonicalJson(value: JsonValue): string {
  switch (value.kind) {
    case 'object': {
      const members = new Map(value.members.map(({ name, value: inner }) => [name, canonicalJson(inner)]))
      const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1))
      return `{${sorted.map(([name, inner]) => `${JSON.stringify(name)}:${inner}`).join(',')}}`
    }
    case 'array':
      return `[${value.items.map(canonicalJson).join(',')}]`
    case 'text':
      return JSON.stringify(value.text)
    case 'literal':
      return value.raw
    default:
      return value satisfies never
  }
}

/** The text without the dropped values; whatever holds none of them is as it was, byte for byte. */
export function writeWithout(value: JsonValue, dropped: ReadonlySet<JsonValue>): string {
  switch (value.kind) {
    case 'object': {
      const kept = value.members.filter((member) => !dropped.has(member.value))
      const written = kept.map((member) => ({ ...member, text: writeWithout(member.value, dropped) }))
      if (kept.length === value.members.length && written.every((one) => one.text === one.value.raw)) return value.raw
      return `{${written.map(({ name, text }) => `${JSON.stringify(name)}:${text}`).join(',')}}`
    }
    case 'array': {
      const kept = value.items.filter((item) => !dropped.has(item))
      const written = kept.map((item) => writeWithout(item, dropped))
      if (kept.length === value.items.length && written.every((text, i) => text === kept[i]?.raw)) return value.raw
      return `[${written.join(',')}]`
    }
    case 'text': {
      const inner = value.inner === null ? null : writeWithout(value.inner, dropped)
      return inner === null || inner === value.inner?.raw ? value.raw : JSON.stringify(inner)
    }
    case 'literal':
      return value.raw
    default:
      return value satisfies never
  }
}
