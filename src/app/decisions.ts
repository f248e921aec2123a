/** What people decide about plans, as a run asks for it. */

export interface DroppedDecision {
  /** The very text, whatever it says. */
  readonly document: string
  /** Armored; null when there is none beside it. */
  readonly signature: string | null
}

/** What people decide about plans. */
export interface Decisions {
  /** The file of those who may sign; empty when there is none. */
  readonly approvers: () => Promise<string>
  /** About the plan of that request file, as it stands in the folder; null when there is none. */
  readonly dropped: (fileName: string) => Promise<DroppedDecision | null>
  /** Whether what has that name among the requests is a decision about another request, and none itself. */
  readonly isDecision: (name: string) => Promise<boolean>
}
