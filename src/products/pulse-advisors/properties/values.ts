/** Values of a properties file, item by item, each with its place: what is taken out leaves every other character. */

export interface PropertyItem {
  readonly key: string
  /** One address of the value's list. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Where its value begins: the items of one list have it in common. */
  readonly value: number
}

interface GoneStretch {
  readonly start: number
  readonly end: number
}

/** What goes with the items: of a list that goes on, one separator for each. */
export function stretchesOf(items: readonly PropertyItem[], gone: ReadonlySet<PropertyItem>): readonly GoneStretch[] {
  return items.flatMap((item, i) => {
    if (!gone.has(item)) return []
    const [before, next] = [items[i - 1], items[i + 1]]
    const isFirst = items.slice(0, i).every((one) => one.value !== item.value || gone.has(one))
    if (isFirst) return [{ start: item.start, end: next?.value === item.value ? next.start : item.end }]
    return [{ start: before?.end ?? item.start, end: item.end }]
  })
}

export type PropertiesReading =
  | { readonly ok: true; readonly items: readonly PropertyItem[] }
  /** From 1: its value goes on in the next line, so that it cannot be told where it ends. */
  | { readonly ok: false; readonly line: number }

const pair = /^(?<lead>[ \t\f]*)(?<key>[^\s=:#!][^\s=:]*)(?<sign>[ \t\f]*[=:][ \t\f]*)(?<value>.*)$/

/** The items of these keys. */
export function readProperties(text: string, keys: readonly string[]): PropertiesReading {
  const items: PropertyItem[] = []
  let number = 0
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    number += 1
    const { lead = '', key = '', sign = '', value = '' } = pair.exec(match[1] ?? '')?.groups ?? {}
    if (!keys.includes(key)) continue
    if (/(?<!\\)(?:\\\\)*\\$/.test(value)) return { ok: false, line: number }
    items.push(...itemsOf(key, value, match.index + lead.length + key.length + sign.length))
  }
  return { ok: true, items }
}

function itemsOf(key: string, value: string, at: number): readonly PropertyItem[] {
  const parts = [...value.matchAll(/[^,;]+/g)].map((match) => {
    const lead = /^\s*/.exec(match[0])?.[0].length ?? 0
    const start = at + match.index + lead
    return { text: match[0].trim(), start }
  })
  return parts
    .filter(({ text }) => text !== '')
    .map(({ text, start }) => ({ key, text, start, end: start + text.length, value: at }))
}
