/** Reads a whole XML document and tells where in the text everything stands. Strict: a document that ends early is refused. */

import { SaxesParser } from 'saxes'

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** Names without their prefixes. */
  readonly attributes: readonly (readonly [name: string, value: string])[]
  /** Offset of its `<`. */
  readonly start: number
}

export interface XmlVisitor {
  readonly open: (element: XmlElement) => void
  readonly text: (text: string) => void
  /** `end`: offset behind the element's last `>`. */
  readonly close: (name: string, end: number) => void
}

export type XmlReading =
  | { readonly ok: true }
  /** From 1. Nothing of the text is told: the parser's own messages quote it. */
  | { readonly ok: false; readonly line: number; readonly column: number }

class Malformed extends Error {}

const mostDepth = 256

/** Entities that a document type declares are not expanded; their use is a mistake. */
export function readXml(text: string, visitor: XmlVisitor): XmlReading {
  const parser = new SaxesParser({ xmlns: false })
  let start = 0
  let depth = 0
  parser.on('error', () => {
    throw new Malformed()
  })
  // The name and one more character are read by now, and neither can hold a `<`.
  parser.on('opentagstart', () => (start = text.lastIndexOf('<', parser.position - 2)))
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > mostDepth) throw new Malformed()
    const named = Object.entries(attributes).map(([key, value]) => [localName(key), value] as const)
    visitor.open({ name: localName(name), attributes: named, start })
  })
  parser.on('text', visitor.text)
  parser.on('cdata', visitor.text)
  parser.on('closetag', ({ name }) => {
    depth -= 1
    visitor.close(localName(name), parser.position)
  })
  try {
    parser.write(text).close()
    return { ok: true }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, line: parser.line, column: parser.column + 1 }
    throw error
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
