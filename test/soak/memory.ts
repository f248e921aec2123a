/** Whether a process that goes on as before needs more memory than before. */

export interface Growth {
  /** Medians of the two halves after the process has warmed up, MiB. */
  readonly first: number
  readonly last: number
  readonly most: number
}

/** The first quarter is warming up. */
export function growthOf(samples: readonly number[]): Growth {
  const warm = samples.slice(Math.floor(samples.length / 4))
  const half = Math.floor(warm.length / 2)
  return { first: median(warm.slice(0, half)), last: median(warm.slice(half)), most: Math.max(...samples) }
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Infinity
}

export function mebibytes({ first, last, most }: Growth): string {
  return `${Math.round(first)} MiB (median), then ${Math.round(last)} MiB, at most ${Math.round(most)} MiB`
}
