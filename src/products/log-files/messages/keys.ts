/** Names of keys and columns: the same key in another case, with other blanks, or with the sign behind it. */

export function keyNamed(name: string): string {
  return name
    .replace(/[\s:=]+$/, '')
    .replaceAll(/\s/g, '')
    .toLowerCase()
}
