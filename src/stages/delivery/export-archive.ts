/** The content of an export's archive: a folder per person, a CSV per product and table, files as they are, the manifest. */

import type { Writable } from 'node:stream'

import { ownerName } from '../../domain/effect.ts'
import type { RecordedBlob } from '../../domain/finding.ts'
import type { ArchiveSource, ExportRow, UnreadBlob } from '../../domain/report.ts'
import { EntryPaths } from '../../platform/archive/entry-paths.ts'
import { writeZip, type Zip } from '../../platform/archive/zip.ts'
import { copyBlob, hasBlob, type BlobRow } from './blob-file.ts'
import { buildManifest, folderOf, type ArchiveAbout, type ArchivedParts, type Manifest } from './manifest.ts'
import type { ManifestEntry, ManifestLack } from './manifest.ts'
import { TableFile } from './table-file.ts'

/** Says why the bytes of a row are left out, null where they are not. */
export type LeftOut = (row: BlobRow) => string | null

/**
 * Writes the archive and ends `output`. Rows come ordered by subject, product and table; they are read no faster than
 * the archive takes them. The same rows make the same bytes.
 */
export async function fillArchive(
  output: Writable,
  { source, leftOut }: { readonly source: ArchiveSource; readonly leftOut: LeftOut },
  about: ArchiveAbout,
): Promise<Manifest> {
  return await writeZip(output, async (zip) => {
    const parts = new ArchiveParts(zip, source.read, about)
    for await (const row of source.rows()) await parts.add(row, leftOut)
    const manifest = buildManifest(about, await parts.end())
    const entry = await zip.open('manifest.json')
    await entry.write(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    entry.close()
    return manifest
  })
}

/** One entry is written at a time: the files of a table follow it. */
class ArchiveParts {
  readonly #zip: Zip
  readonly #read: ArchiveSource['read']
  readonly #parts: ReadonlyMap<string, { readonly entries: ManifestEntry[]; readonly missing: ManifestLack[] }>
  readonly #paths = new EntryPaths()
  #table: TableFile | null = null
  #blobs: BlobRow[] = []

  constructor(zip: Zip, read: ArchiveSource['read'], about: ArchiveAbout) {
    this.#zip = zip
    this.#read = read
    this.#parts = new Map(about.subjectKeys.map((key) => [key, { entries: [], missing: [] }]))
  }

  async add(row: ExportRow, leftOut: LeftOut): Promise<void> {
    const table = this.#table?.takes(row) === true ? this.#table : await this.#begin(row)
    table.add(row)
    if (hasBlob(row)) this.#take(row, leftOut(row))
    if (table.full) await table.flush()
  }

  async end(): Promise<ArchivedParts> {
    await this.#finish()
    return this.#parts
  }

  #take(row: BlobRow, reason: string | null): void {
    const { product, table } = row
    if (reason === null) this.#blobs.push(row)
    else this.#of(row).missing.push({ product, table, reason })
  }

  async #begin(row: ExportRow): Promise<TableFile> {
    await this.#finish()
    this.#of(row)
    const path = this.#paths.take([folderOf(row.subjectKey), row.product, row.table], '.csv')
    return (this.#table = new TableFile(row, await this.#zip.open(path)))
  }

  async #finish(): Promise<void> {
    const table = this.#table
    if (table === null) return
    const blobs = this.#blobs
    this.#table = null
    this.#blobs = []
    const { entries } = this.#of(table)
    entries.push(await table.close())
    for (const row of blobs) entries.push(await this.#copy(row))
  }

  async #copy(row: BlobRow): Promise<ManifestEntry> {
    const { subjectKey, product, table, blob } = row
    const { stem, ending } = partsOfName(blob.content.name)
    const path = this.#paths.take([folderOf(subjectKey), product, table, stem], ending)
    return await copyBlob(row, this.#read(product, blob), await this.#zip.open(path))
  }

  #of({ subjectKey }: Pick<ExportRow, 'subjectKey'>) {
    const part = this.#parts.get(subjectKey)
    if (part === undefined) throw new Error('a row of a subject that the request does not have')
    return part
  }
}

/** The ending tells programs what to do with a file, so it is kept where it is a plain one. */
function partsOfName(name: string): { readonly stem: string; readonly ending: string } {
  const [ending = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(name) ?? []
  return { stem: name.slice(0, name.length - ending.length), ending }
}

/** Once so many of a product could not be read, the others are not tried. */
const mostTries = 3

/**
 * What is left out after these could not be read. Each archive is written anew, so that is bounded. `skip` is told of what
 * nobody tried: the same bytes belong to everybody who was led to them.
 */
export function leavingOut(unread: readonly UnreadBlob[], skip: (more: UnreadBlob) => void): LeftOut {
  return (row) => {
    const { product, blob } = row
    const same = unread.filter((one) => one.product === product)
    const known = same.filter((one) => isSamePlace(one, blob))
    const last = known.at(-1) ?? (same.length < mostTries ? undefined : same.at(-1))
    if (last === undefined) return null
    const isTold = known.some((one) => ownerName(one.blob.owner) === ownerName(blob.owner))
    if (!isTold) skip({ product, blob, reason: last.reason })
    return last.reason
  }
}

function isSamePlace(one: UnreadBlob, { locator, target }: RecordedBlob): boolean {
  return one.blob.locator === locator && one.blob.target.table === target.table
}
