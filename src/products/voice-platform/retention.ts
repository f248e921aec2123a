/**
 * What the Reporting Server deletes by itself: when, and whether that is soon enough. Source: Data ReportingRetention Specific Settings,
 * with their defaults.
 */

import type { Complaint } from '../../domain/product.ts'
import type { TableRole } from './tables.ts'

/** Values of the site's own options, under their own names; days. */
export interface ReportingRetention {
  readonly 'rs.db.retention.cdr.default'?: number
  readonly 'rs.db.retention.events.default'?: number
}

const days = { type: 'integer', minimum: 0 } as const

export const retentionSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Values of the Reporting Server’s own options, under their names.',
  properties: {
    'rs.db.retention.cdr.default': {
      ...days,
      default: 30,
      description: 'Days for call records and what hangs on them.',
    },
    'rs.db.retention.events.default': { ...days, default: 7, description: 'Days for events.' },
  },
} as const

/** What may be kept without being redacted. */
const mostDays = 30

const defaults = { 'rs.db.retention.cdr.default': 30, 'rs.db.retention.events.default': 7 } as const

/** One for each option that keeps data longer than it may be kept. */
export function retentionComplaints(retention: ReportingRetention = {}): readonly Complaint[] {
  return (['rs.db.retention.cdr.default', 'rs.db.retention.events.default'] as const).flatMap((option) => {
    const kept = retention[option] ?? defaults[option]
    if (kept <= mostDays) return []
    const message = `\`${option}\` is ${kept}: with \`mode: retention\` what is found would be kept for more than ${mostDays} days; lower it, or use \`mode: search\``
    return [{ severity: 'error', place: option, message, remedy: `${option} = ${mostDays}` }]
  })
}

/** Until when what is there now is kept at most, and by which option. */
export function retainedUntil(role: TableRole, retention: ReportingRetention = {}, now: Date): string {
  const option = role === 'event' ? 'rs.db.retention.events.default' : 'rs.db.retention.cdr.default'
  const kept = retention[option] ?? defaults[option]
  const until = new Date(now.getTime() + kept * 86_400_000).toISOString().slice(0, 10)
  return `deleted by the Reporting Server by ${until} (\`${option}\` = ${kept})`
}
