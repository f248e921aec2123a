/** Works on a few items at once and yields the results in order: over a network most of the time is waiting. */

/** Profiles that are read or written side by side. */
export const profilesAtOnce = 8

export async function* readAhead<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const waiting: Promise<R>[] = []
  try {
    for await (const item of items) {
      const started = work(item)
      // Whoever stops early never looks at what was begun; that must not count as an unhandled failure.
      started.catch(() => {})
      waiting.push(started)
      const [first] = waiting
      if (waiting.length < width || first === undefined) continue
      yield await first
      void waiting.shift()
    }
    for (const result of waiting) yield await result
  } finally {
    await Promise.allSettled(waiting)
  }
}
