/** Cuts a stream into arrays, so that each can be committed as one, while the next one is made. */

export async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** One item is made ahead: a server works on one while the next is read. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]()
  const ahead = (): Promise<IteratorResult<T>> => {
    const result = iterator.next()
    // Whoever leaves early never sees what became of it.
    result.catch(() => {})
    return result
  }
  try {
    for (let next = await ahead(); next.done !== true;) {
      const following = ahead()
      yield next.value
      next = await following
    }
  } finally {
    await iterator.return?.()
  }
}
