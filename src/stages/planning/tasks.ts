/** What is to be done next in a run: its tasks as plain data, which a loop in this process executes. Pure. */

/** `export`: what was found may go into the archives. */
export const taskPhases = ['find', 'export', 'erase', 'poll', 'verify'] as const
export type TaskPhase = (typeof taskPhases)[number]

/** `fence` is that of the lease under which it may be done. */
export interface Task {
  readonly run: string
  readonly product: string
  readonly phase: TaskPhase
  readonly fence: number
}

/** What stands before the step in this attempt; `ended`: nothing. */
export type StepPosition = TaskPhase | 'ended'

export interface PositionedStep {
  readonly product: string
  readonly position: StepPosition
  /** Entries that have to be over before it erases. */
  readonly after: readonly string[]
}

/**
 * Everything is searched before anything is exported or erased; then one product after the other, those that others wait for first.
 * Null when the attempt is over.
 */
export function nextStep(steps: readonly PositionedStep[]): PositionedStep | null {
  const open = steps.filter(({ position }) => position !== 'ended')
  const search = open.find(({ position }) => position === 'find')
  if (search !== undefined) return search
  const isOpen = (entry: string): boolean => open.some(({ product }) => product === entry)
  const begun = open.find(({ position }) => position !== 'erase')
  const free = open.find(({ after }) => !after.some(isOpen))
  return begun ?? free ?? open[0] ?? null
}
