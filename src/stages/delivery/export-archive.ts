/** The content of an export's archive: a folder per person, a CSV per product and table, and the manifest. */

import type { Writable } from 'node:stream'

import type { ExportRow } from '../../domain/report.ts'
import { EntryPaths } from '../../platform/archive/entry-paths.ts'
import { writeZip, type Zip } from '../../platform/archive/zip.ts'
import { buildManifest, folderOf, type ArchiveAbout, type Manifest, type ManifestEntry } from './manifest.ts'
import { TableFile } from './table-file.ts'

/**
 * Writes the archive and ends `output`. `rows` come ordered by subject, product and table; they are read no faster than
 * the archive takes them. The same rows make the same bytes.
 */
export async function fillArchive(
  output: Writable,
  rows: AsyncIterable<ExportRow>,
  about: ArchiveAbout,
): Promise<Manifest> {
  return await writeZip(output, async (zip) => {
    const manifest = buildManifest(about, await writeTables(zip, rows, about))
    const entry = await zip.open('manifest.json')
    await entry.write(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    entry.close()
    return manifest
  })
}

async function writeTables(
  zip: Zip,
  rows: AsyncIterable<ExportRow>,
  about: ArchiveAbout,
): Promise<ReadonlyMap<string, readonly ManifestEntry[]>> {
  const entries = new Map<string, ManifestEntry[]>(about.subjectKeys.map((key) => [key, []]))
  const paths = new EntryPaths()
  let file: TableFile | null = null
  const finish = async (written: TableFile | null) => {
    if (written !== null) entries.get(written.subjectKey)?.push(await written.close())
  }
  for await (const row of rows) {
    if (file === null || !file.takes(row)) {
      await finish(file)
      if (!entries.has(row.subjectKey)) throw new Error('a row of a subject that the request does not have')
      const path = paths.take([folderOf(row.subjectKey), row.product, row.table], '.csv')
      file = new TableFile(row, await zip.open(path))
    }
    file.add(row)
    if (file.full) await file.flush()
  }
  await finish(file)
  return entries
}
