/** Favorites in XML: elements whose attributes and inner elements are their fields. */

import { readXml, type XmlElement } from '../../../platform/text/xml-reading.ts'
import type { Favorite, FavoriteField, ProfileReading } from './favorite.ts'
import type { Names } from './names.ts'

/** An element that is open while the document is read. */
interface OpenElement {
  /** The name that its text bears. */
  readonly field: string
  readonly leftAlone: boolean
  text: string
}

interface OpenFavorite {
  readonly start: number
  /** How many elements are open around it. */
  readonly depth: number
  readonly fields: FavoriteField[]
}

export function readXmlProfile(text: string, names: Names): ProfileReading {
  const reader = new FavoriteReader(text, names)
  const reading = readXml(text, {
    open: (element) => {
      reader.open(element)
    },
    text: (piece) => {
      reader.text(piece)
    },
    close: (_name, end) => {
      reader.close(end)
    },
  })
  if (!reading.ok) return { ...reading, format: 'XML' }
  const ends = reader.ends
  const spansOf = (gone: ReadonlySet<Favorite>) =>
    [...gone].map((favorite) => ({ start: favorite.start, end: ends.get(favorite) ?? favorite.start }))
  return { ok: true, profile: { favorites: [...ends.keys()], spansOf } }
}

class FavoriteReader {
  /** In the order of the document. */
  readonly ends = new Map<Favorite, number>()
  readonly #source: string
  readonly #names: Names
  readonly #open: OpenElement[] = []
  #favorite: OpenFavorite | null = null

  constructor(source: string, names: Names) {
    this.#source = source
    this.#names = names
  }

  /** Items of a list are named after their type, `<string>` for instance: the list's name says what they hold. */
  open({ name, attributes, start }: XmlElement): void {
    const around = this.#open.at(-1)
    const leftAlone = (around?.leftAlone ?? false) || this.#names.isLeftAlone(name)
    const field = this.#favorite === null || this.#names.isField(name) ? name : (around?.field ?? name)
    if (this.#favorite === null && !leftAlone && this.#names.isElement(name)) {
      this.#favorite = { start, depth: this.#open.length, fields: [] }
    }
    for (const [attribute, value] of attributes) this.#note(attribute, value)
    this.#open.push({ field, leftAlone, text: '' })
  }

  text(piece: string): void {
    const element = this.#open.at(-1)
    if (element !== undefined && this.#favorite !== null) element.text += piece
  }

  close(end: number): void {
    const element = this.#open.pop()
    const favorite = this.#favorite
    if (element === undefined || favorite === null) return
    this.#note(element.field, element.text)
    if (this.#open.length > favorite.depth) return
    const { start, fields } = favorite
    this.ends.set({ start, raw: this.#source.slice(start, end), fields }, end)
    this.#favorite = null
  }

  #note(name: string, value: string): void {
    if (this.#favorite !== null) this.#favorite.fields.push(...this.#names.fieldsOf(name, value))
  }
}
