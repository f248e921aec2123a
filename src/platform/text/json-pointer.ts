/** JSON pointers (RFC 6901) that name places in a document without repeating what may be personal in it. */

export type JsonStep = string | number

/** Letters with at most two digits behind them: no number, address or full name looks like that. */
const plainKey = /^[A-Za-z_][A-Za-z_-]{0,31}\d{0,2}$/

/** Whether a key may be repeated in messages. A sender's mistake can put a phone number or a name where a key belongs. */
export function isPlainKey(key: string): boolean {
  return plainKey.test(key)
}

export function appendStep(pointer: string, step: JsonStep): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The pointer along the steps; it ends before the first key that may not be repeated. */
export function pointerTo(steps: readonly JsonStep[], mayRepeat: (key: string) => boolean): string {
  const end = steps.findIndex((step) => typeof step === 'string' && !mayRepeat(step))
  const shown = end === -1 ? steps : steps.slice(0, end)
  return shown.reduce<string>(appendStep, '')
}
