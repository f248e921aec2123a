/** Freezes a value with all it holds, so that nobody changes the settings under another's feet. */

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze<unknown>(inner)
  }
  return value
}
