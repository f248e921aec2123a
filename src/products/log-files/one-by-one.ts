/** Findings come in batches, piece by piece of a log, and are asked for one by one. */

/**
 * The items of the batches, each for one promise: an async generator that hands out every item itself costs several.
 * Breaking off ends the batches.
 */
export function oneByOne<T extends object>(batches: AsyncGenerator<readonly T[], void>): AsyncIterable<T> {
  let batch: readonly T[] = []
  let place = 0
  let filling: Promise<unknown> | null = null
  const fill = async (): Promise<IteratorResult<T, void>> => {
    for (;;) {
      const next = await batches.next()
      if (next.done === true) return next
      batch = next.value
      place = 1
      const value = batch[0]
      if (value !== undefined) return { done: false, value }
    }
  }
  const next = async (): Promise<IteratorResult<T, void>> => {
    // Whoever asks for more before a batch is there waits for it.
    while (filling !== null) await filling
    const value = batch[place]
    if (value !== undefined) {
      place += 1
      return { done: false, value }
    }
    const filled = fill()
    filling = filled.then(
      () => (filling = null),
      () => (filling = null),
    )
    return await filled
  }
  const end = async (): Promise<IteratorResult<T, void>> => {
    batch = []
    await batches.return()
    return { done: true, value: undefined }
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) }
}
