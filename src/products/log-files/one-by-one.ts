/** Findings come in batches, piece by piece of a log, and are asked for one by one. */

/**
 * The items of the batches, each for one promise: an async generator that hands out every item itself costs several.
 * Breaking off ends the batches.
 */
export function oneByOne<T extends object>(batches: AsyncGenerator<readonly T[], void>): AsyncIterable<T> {
  let batch: readonly T[] = []
  let place = 0
  const ofNextBatch = async (): Promise<IteratorResult<T, void>> => {
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
    const value = batch[place]
    if (value === undefined) return await ofNextBatch()
    place += 1
    return { done: false, value }
  }
  const end = async (): Promise<IteratorResult<T, void>> => {
    await batches.return()
    return { done: true, value: undefined }
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) }
}
