/** Lines of the log as people read them: what happened, why, and where. */

import { severityLine } from './severity-line.ts'

/** What is no line of the log stays as it is. */
export function logText(line: string, width: number): string {
  const entry = entryIn(line)
  if (entry === null) return line
  const { level, msg, reason, tenant, product, place } = entry
  const where = [tenant, product, place].filter((text) => text !== undefined).join(', ')
  const words = [where, msg, reason].filter((text) => text !== undefined && text !== '').join(': ')
  return severityLine(level === 'warn' ? 'warning' : level, words, width)
}

type LoggedLine = Readonly<
  Record<'level' | 'msg', string> & Partial<Record<'reason' | 'tenant' | 'product' | 'place', string>>
>

function entryIn(line: string): LoggedLine | null {
  try {
    const value: unknown = JSON.parse(line)
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}

function isEntry(value: unknown): value is LoggedLine {
  if (typeof value !== 'object' || value === null || !('level' in value) || !('msg' in value)) return false
  return Object.entries(value).every(([name, text]) => !fields.includes(name) || typeof text === 'string')
}

const fields: readonly string[] = ['level', 'msg', 'reason', 'tenant', 'product', 'place']
