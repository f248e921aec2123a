/** A transaction of a driver's own, around what is written in bulk. */

export interface TransactionOf {
  readonly begin: () => unknown
  readonly commit: () => unknown
  readonly rollback: () => unknown
}

/** Commits when the work resolves; where even taking it back fails, the connection is gone, and the work with it. */
export async function allOrNone({ begin, commit, rollback }: TransactionOf, work: () => Promise<void>): Promise<void> {
  await begin()
  try {
    await work()
    await commit()
  } catch (error) {
    await Promise.allSettled([rollback()])
    throw error
  }
}
