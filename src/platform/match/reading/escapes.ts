/** Characters that a text writes as escapes of URLs, HTML, JSON and mail, as what they stand for. */

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** `%2B`, also encoded several times (`%252B`); `&#64;`, `&#x40;`, `&quot;`; `\u0040`, `\x40`; `=40` of quoted-printable. */
const escapes =
  /%(?:25)*([0-9a-f]{2})|&#(\d{1,6});|&#x([0-9a-f]{1,5});|&(amp|lt|gt|quot|apos|nbsp);|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|=(40|2B)/gi

/** Only escapes of ASCII are understood: anything else is no part of a number or an address that is written so. */
export function withoutEscapes(text: string): string {
  if (!/[%&\\=]/.test(text)) return text
  return text.replace(escapes, (whole: string, ...groups: readonly unknown[]) => {
    const [url, decimal, hex, name, unicode, byte, printable] = groups.map((one) =>
      typeof one === 'string' ? one : null,
    )
    if (name !== null && name !== undefined) return entities[name.toLowerCase()] ?? whole
    const digits = url ?? hex ?? unicode ?? byte ?? printable
    const code = digits === null || digits === undefined ? Number(decimal) : parseInt(digits, 16)
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : whole
  })
}
