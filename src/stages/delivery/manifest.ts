/** The last file of an archive: what is in it, where it came from, and how to prove that it is whole. */

import { nameInFile, placeOfSubject } from '../../domain/subject-key.ts'

export interface ManifestEntry {
  /** Path inside the archive. */
  readonly path: string
  readonly product: string
  /** As the product names it; the path holds it in a form that unpacks everywhere. */
  readonly table: string
  /** Without the header. */
  readonly rows: number
  /** Uncompressed. */
  readonly bytes: number
  /** Of the uncompressed file, hexadecimal. */
  readonly sha256: string
  /** Only of what is no table. */
  readonly mediaType?: string
}

/** A file that the archive lacks. */
export interface ManifestLack {
  readonly product: string
  readonly table: string
  readonly reason: string
}

export interface ManifestSubject {
  /** `consumer-1`, `employee-1` …, in the order of the request. */
  readonly folder: string
  /** Over all entries; 0 for a person of whom nothing was found, who then has no folder. */
  readonly rows: number
  readonly entries: readonly ManifestEntry[]
  /** Only where there is something. */
  readonly missing?: readonly ManifestLack[]
}

/** What an archive has of each subject, by its key. */
export type ArchivedParts = ReadonlyMap<string, Pick<ManifestSubject, 'entries' | 'missing'>>

export interface Manifest {
  readonly format: 'lethe-archive'
  readonly version: 1
  /** Run id. */
  readonly run: string
  readonly request: { readonly sha256: string }
  readonly subjects: readonly ManifestSubject[]
}

/** What the archive answers. */
export interface ArchiveAbout {
  readonly runId: string
  /** SHA-256 of the request file, hexadecimal. */
  readonly sha256: string
  /** Keys of all subjects of the request, in its order. */
  readonly subjectKeys: readonly string[]
}

/** Each key of the parts is one of the request's. */
export function buildManifest(about: ArchiveAbout, parts: ArchivedParts): Manifest {
  const subjects = about.subjectKeys.map((key) => {
    const { entries, missing = [] } = parts.get(key) ?? { entries: [] }
    const rows = entries.reduce((sum, entry) => sum + entry.rows, 0)
    return { folder: folderOf(key), rows, entries, ...(missing.length === 0 ? {} : { missing }) }
  })
  return { format: 'lethe-archive', version: 1, run: about.runId, request: { sha256: about.sha256 }, subjects }
}

/** The person's. */
export function folderOf(subjectKey: string): string {
  return nameInFile(placeOfSubject(subjectKey))
}
