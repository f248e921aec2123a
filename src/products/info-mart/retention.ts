/**
 * Data that the Info Mart deletes by itself and nobody searches: whether the site's options delete it within 30 days, and
 * when. Source: Recommendations for purge-related options for multimedia; defaults as the options' pages have them.
 */

import type { Complaint } from '../../domain/product.ts'

/** Values of the site's own options, under their own names. */
export interface Retention {
  readonly 'days-to-keep-active-facts'?: number
  readonly 'days-to-keep-gidb-facts'?: number
  readonly 'days-to-keep-output-files'?: number
  readonly 'days-to-keep-gdpr-history'?: number
  /** Seconds; missing: the database is not partitioned. */
  readonly 'partitioning-interval-size-gidb'?: number
  readonly 'partitioning-interval-size-gidb-mm'?: number
  readonly 'partitioning-interval-size-gidb-ocs'?: number
  /** Days for unexpected delays. */
  readonly buffer?: number
}

const days = { type: 'integer', minimum: 0 } as const
const seconds = { type: 'integer', minimum: 1, description: 'Seconds; missing: not partitioned.' } as const

export const retentionSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Values of the Info Mart’s own options, under their names: whether what nobody searches is deleted within 30 days is checked, and a run says when.',
  properties: {
    'days-to-keep-active-facts': { ...days, default: 30 },
    'days-to-keep-gidb-facts': { ...days, default: 14 },
    'days-to-keep-output-files': { ...days, default: 14 },
    'days-to-keep-gdpr-history': { ...days, default: 15 },
    'partitioning-interval-size-gidb': seconds,
    'partitioning-interval-size-gidb-mm': seconds,
    'partitioning-interval-size-gidb-ocs': seconds,
    buffer: { ...days, default: 0, description: 'Days for unexpected delays, such as a purge that did not run.' },
  },
} as const

/** What may be kept at all. */
const mostDays = 30
const secondsPerDay = 86_400

/** A place that is not searched, the option that has it deleted, and how long a partition may hold it back. */
interface ShortLived {
  readonly what: string
  readonly option: 'active-facts' | 'gidb-facts' | 'output-files' | 'gdpr-history'
  readonly partitions: readonly ('gidb' | 'gidb-mm' | 'gidb-ocs')[]
}

const defaults = { 'active-facts': 30, 'gidb-facts': 14, 'output-files': 14, 'gdpr-history': 15 } as const

const places: readonly ShortLived[] = [
  { what: 'active interactions in GIDB and staging tables', option: 'active-facts', partitions: ['gidb-mm'] },
  { what: 'facts in GIDB', option: 'gidb-facts', partitions: ['gidb', 'gidb-mm', 'gidb-ocs'] },
  { what: 'files of Job_ExportGIM', option: 'output-files', partitions: [] },
  { what: 'the history of the Info Mart’s own job', option: 'gdpr-history', partitions: [] },
]

/** One for each option that lets data live longer than it may. */
export function retentionComplaints(retention: Retention | undefined): readonly Complaint[] {
  if (retention === undefined) return []
  return places.flatMap((place) => {
    const name = `days-to-keep-${place.option}`
    const [kept, most] = [keptDays(place, retention), mostFor(place, retention)]
    if (kept <= most) return []
    const parts = place.partitions.length === 0 ? '' : ', the buffer and the partitions'
    const message = `\`${name}\` is ${kept}: ${place.what} are not searched and would be kept for more than ${mostDays} days; with ${mostDays} days${parts} it may be ${Math.max(0, most)}`
    return [{ severity: 'warning', place: name, message, remedy: `${name} = ${Math.max(0, most)}` }]
  })
}

/** For a request that is answered now: what is not searched, and by when it is deleted. Null when nothing is known. */
export function shortLivedRemark(retention: Retention | undefined, now: Date): string | null {
  if (retention === undefined) return null
  const dated = places.map((place) => {
    const whole = Math.ceil(keptDays(place, retention) + partitionDays(place, retention))
    return `${place.what} by ${new Date(now.getTime() + whole * secondsPerDay * 1000).toISOString().slice(0, 10)}`
  })
  return `not searched, and deleted by the Info Mart itself: ${dated.join('; ')}`
}

function keptDays({ option }: ShortLived, retention: Retention): number {
  return retention[`days-to-keep-${option}`] ?? defaults[option]
}

/** A partition goes when all that it holds may go. */
function partitionDays({ partitions }: ShortLived, retention: Retention): number {
  const sizes = partitions.map((name) => retention[`partitioning-interval-size-${name}`] ?? 0)
  return Math.max(0, ...sizes) / secondsPerDay
}

/** The source's two formulas; what is not partitioned has the 30 days alone. */
function mostFor(place: ShortLived, retention: Retention): number {
  const buffer = place.partitions.length === 0 ? 0 : (retention.buffer ?? 0)
  return Math.floor(mostDays - buffer - partitionDays(place, retention))
}
