/** Values as texts: for records, and of keys back again. */

import type { CqlValue } from './client.ts'

/** Types of which every value can be read, and written back as it was. */
export const plainTypes: ReadonlySet<string> = new Set([
  'text',
  'ascii',
  'blob',
  'uuid',
  'timeuuid',
  'int',
  'bigint',
  'boolean',
  'timestamp',
  'double',
])

export function cqlText(value: CqlValue): string | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`
  return value instanceof Date ? value.toISOString() : String(value)
}

/** Throws where the text is none of that type. */
export function cqlValueFrom(text: string, type: string): CqlValue {
  switch (type) {
    case 'blob':
      return Buffer.from(text.replace(/^0x/, ''), 'hex')
    case 'int':
    case 'double':
      return Number(text)
    case 'bigint':
      return BigInt(text)
    case 'boolean':
      return text === 'true'
    case 'timestamp':
      return new Date(text)
    default:
      return text
  }
}
