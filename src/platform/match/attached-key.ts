/** Names of key-value pairs: upper and lower case and blanks do not tell two of them apart. */

export function foldKey(key: string): string {
  return key
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Z}\p{Cc}\p{Cf}]+/gu, '')
}
