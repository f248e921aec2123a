/** Follows a list from page to page, and not for ever: a server may always name another one. */

import { endless } from './failure.ts'

export interface ListPage<T> {
  readonly items: readonly T[]
  /** Path of the next page; null when this is the last. */
  readonly next: string | null
}

/** A list of a million, a hundred on each page. */
const mostPages = 10_000
/** Pages in a row that bring nobody. */
const mostEmpty = 100

/** A page that was read already ends the list. Throws StepFailed when the list does not end. */
export async function* followPages<T>(
  name: string,
  first: string,
  read: (path: string) => Promise<ListPage<T>>,
): AsyncIterable<T> {
  const seen = new Set<string>()
  let empty = 0
  for (let path: string | null = first; path !== null && !seen.has(path);) {
    seen.add(path)
    const page: ListPage<T> = await read(path)
    empty = page.items.length === 0 ? empty + 1 : 0
    if (seen.size > mostPages || empty > mostEmpty) throw endless(name, seen.size)
    yield* page.items
    path = page.next
  }
}
