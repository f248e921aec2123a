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
  /** About the plan of that request file: beside the request, and beside the plan where that is elsewhere. */
  readonly dropped: (fileName: string) => Promise<readonly DroppedDecision[]>
  /** Whether what has that name among the requests is a decision about another request, and none itself. */
  readonly isDecision: (name: string) => Promise<boolean>
}
