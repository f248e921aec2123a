/** The demo's verdict on its log and favorites: only what must be erased is, to the byte, and the log is the same file. */

import { rename, writeFile } from 'node:fs/promises'

import { describe, expect, it } from 'vitest'

import { fileChanges, isAsItMust } from '../../src/demo/file-views.ts'
import { plantFiles, textOf, type PlantedFile } from '../../src/demo/sandbox/files.ts'
import { erasedText } from '../../src/demo/world/marked.ts'
import { withFolder } from '../support/databases.ts'

describe('the verdict on the files of the sandbox', () => {
  it('is good when exactly the subject’s is erased', async () => {
    await withErased(async (files) => {
      expect(await verdicts(files)).toEqual([true, true, true])
    })
  })

  it('is bad for every file while nothing is erased', async () => {
    await withFolder(async (folder) => {
      const files = await plantFiles(folder)
      expect(await verdicts(files)).toEqual([false, false, false])
      for (const { own, left, strangers } of await fileChanges(files.slice(0, 1))) {
        expect({ left, strangers }).toEqual({ left: own, strangers: 0 })
      }
    })
  })

  it('is bad when one byte of a stranger changed', async () => {
    await withErased(async (files) => {
      for (const file of files) await writeFile(file.path, (await textOf(file)).replace('Finn', 'Finm'))
      expect(await verdicts(files)).toEqual([false, false, false])
      expect((await fileChanges(files)).map(({ strangers }) => strangers)).toEqual([1, 1, 1])
    })
  })

  it('is bad when the log was replaced by another file, good for a profile', async () => {
    await withErased(async (files) => {
      for (const file of files) {
        await writeFile(`${file.path}.new`, await textOf(file))
        await rename(`${file.path}.new`, file.path)
      }
      expect(await verdicts(files)).toEqual([false, true, true])
    })
  })
})

async function withErased(work: (files: readonly PlantedFile[]) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const files = await plantFiles(folder)
    for (const file of files) await writeFile(file.path, erasedText(file.marked, file.erasure))
    await work(files)
  })
}

async function verdicts(files: readonly PlantedFile[]): Promise<readonly boolean[]> {
  return (await fileChanges(files)).map(isAsItMust)
}
