/** Opens what is shared when it is first asked for. */

/** A failed opening is not remembered: the next caller tries again. */
export function oncePerName<T>(open: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const opened = new Map<string, Promise<T>>()
  return (name) => {
    const known = opened.get(name)
    if (known !== undefined) return known
    const opening = open(name)
    opened.set(name, opening)
    opening.catch(() => opened.delete(name))
    return opening
  }
}

export function once<T>(open: () => Promise<T>): () => Promise<T> {
  const byName = oncePerName(open)
  return () => byName('')
}
