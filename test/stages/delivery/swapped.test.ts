/** A folder of answers that is swapped while an answer is being written: the answer stands where it was begun, or nowhere. */

import { mkdirSync, readdirSync, realpathSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { clearLeftovers, writeExportArchive, writeRejection } from '../../../src/stages/delivery/deliver.ts'
import type { SealedPlace } from '../../../src/stages/delivery/place.ts'
import type { ArchiveSource, ExportRow } from '../../../src/domain/report.ts'
import { withFolder } from '../../support/databases.ts'
import { testSeal } from '../../support/seal.ts'

const run = { id: 'r', tenant: 'acme', action: 'export', startedAt: '', finishedAt: '' } as const
const rejection = { fileName: 'export-25052018-a.json', sha256: 'ab', members: [], problems: [], run }
const about = { fileName: 'export-25052018-a.json', runId: 'r', sha256: 'ab', subjectKeys: ['1.consumer-1'] }

interface Swapping {
  readonly place: SealedPlace
  /** Of the uploader and of somebody else. */
  readonly own: string
  readonly theirs: string
  /** What stands in the folders now. */
  readonly standing: (folder: string) => readonly string[]
}

async function withPlaces(layout: SealedPlace['layout'], work: (swapping: Swapping) => Promise<void>): Promise<void> {
  await withFolder(async (made) => {
    const root = realpathSync(made)
    const [directory, theirs] = [join(root, 'tenant'), join(root, 'theirs')]
    const own = layout === 'shared' ? directory : join(directory, 'GDPR_Result')
    mkdirSync(own, { recursive: true })
    mkdirSync(theirs)
    const place = { directory, layout, mode: 0o640, seal: testSeal }
    await work({ place, own, theirs, standing: (folder) => readdirSync(folder) })
  })
}

/** The folder goes to another name, and a link to somebody else's stands in its place. */
function swap({ own, theirs }: Swapping): void {
  renameSync(own, `${own}-moved`)
  symlinkSync(theirs, own)
}

function rowsThen(act: () => void): ArchiveSource {
  return { rows: () => oneRowThen(act), read: noBytes }
}

async function* noBytes(): AsyncIterable<Uint8Array> {}

async function* oneRowThen(act: () => void): AsyncIterable<ExportRow> {
  yield { subjectKey: '1.consumer-1', product: 'p', table: 't', column: 'c', locator: '1', value: 'v', consumerId: 'x' }
  act()
}

describe.each(['shared', 'submit-result'] as const)('with the layout %s', (layout) => {
  test('an archive stands whole in the folder in which it was begun, without a temporary file', async () => {
    await withPlaces(layout, async (swapping) => {
      await writeExportArchive(
        about,
        rowsThen(() => {
          swap(swapping)
        }),
        swapping.place,
      )
      expect(swapping.standing(swapping.theirs)).toEqual([])
      expect(swapping.standing(`${swapping.own}-moved`)).toEqual(['export-25052018-a-archive.zip'])
    })
  })

  test('one that fails after the swap leaves nothing anywhere', async () => {
    await withPlaces(layout, async (swapping) => {
      const failing = rowsThen(() => {
        swap(swapping)
        throw new Error('the database is gone')
      })
      await expect(writeExportArchive(about, failing, swapping.place)).rejects.toThrow('the database is gone')
      expect([swapping.theirs, `${swapping.own}-moved`].map(swapping.standing)).toEqual([[], []])
    })
  })

  test('behind a link nothing is written, and nothing is cleared away', async () => {
    await withPlaces(layout, async (swapping) => {
      swap(swapping)
      await expect(writeRejection(rejection, swapping.place)).rejects.toMatchObject({ code: 'file' })
      expect(await clearLeftovers(swapping.place)).toBe(0)
      expect([swapping.theirs, `${swapping.own}-moved`].map(swapping.standing)).toEqual([[], []])
    })
  })
})
