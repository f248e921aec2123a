/** What the exit codes mean. */

export const exitCodes: readonly (readonly [code: number, ...meaning: string[]])[] = [
  [0, 'all well'],
  [1, 'a file was refused, an identifier ended in ERROR,', 'or a product failed or was deferred'],
  [2, 'wrong usage or settings'],
  [130, 'ended by Ctrl-C'],
]
