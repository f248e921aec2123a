/** Which names nearly are a request's, and which are not meant as one. */

import { expect, it } from 'vitest'

import { isRequestLike } from '../../../src/stages/intake/file-name.ts'
import { nearMissOf } from '../../../src/stages/intake/near-miss.ts'

const ending = 'must end in `.json`'
const beginning = 'must begin with `forget` or `export`'
const form = 'must have a plain `-` behind `forget` or `export`, then a date of eight digits, and no blanks around it'

it.each([
  ['forget-27112026.json.txt', ending],
  ['export-27112026-a.json.bak', ending],
  ['forget-27112026', ending],
  ['forget-27112026.jsn', ending],
  ['export-27112026.csv', ending],
  ['forget-27112026.json.', ending],
  ['forget-27112026.json.gz', `${ending}, and the file must hold the JSON itself, not packed`],
  ['EXPORT-27112026.ZIP', `${ending}, and the file must hold the JSON itself, not packed`],
  ['forget-27112026.json.gpg', `${ending}, and the file must hold the JSON itself, not encrypted`],
  ['delete-27112026.json', beginning],
  ['Erase_27112026.json', beginning],
  ['access-20261127_1.json', beginning],
  ['forgot-27112026.json', beginning],
  ['exprot-27112026.json', beginning],
  ['forgetme-27112026.json', beginning],
  ['f\u043Erget-27112026.json', beginning],
  ['Copy of forget-27112026.json', beginning],
  ['forget 27112026.json', form],
  ['forget_27112026.json', form],
  ['forget27112026.json', form],
  ['forget\u201327112026.json', form],
  ['forget\u221227112026.json', form],
  ['forget\uFFFD27112026.json', form],
  ['\uFF46\uFF4F\uFF52\uFF47\uFF45\uFF54-27112026.json', form],
  ['FORGET 27112026.JSON', form],
  [' forget-27112026.json', form],
  ['forget-27112026.json ', form],
  ['export.json', form],
])('%j', (name, rule) => {
  expect(nearMissOf(name)).toBe(rule)
})

it.each([
  'forget-27112026.json',
  'Forget-27112026.JSON',
  'forget-today.json',
  'forget-27112026-execution-log.json',
  'forget-27112026.json-execution-log.json.txt',
  'export-27112026-archive.zip',
  'sipfs-forgetMe-25052018.log',
  'report-27112026.json',
  'import-27112026.json',
  'settings.json',
  'notes.txt',
  'exports',
  'export-list.xlsx',
  'erase.sh',
  'deletes.md',
  '.forget-27112026.json.Xy12',
  'forget-27112026.json.filepart',
  'forget-27112026.json.part',
  'forget-27112026.json~',
  '27112026.json',
  '---',
  '',
])('%j is a request, an answer, an upload, or nobody’s concern', (name) => {
  expect(nearMissOf(name)).toBeNull()
})

it('no name is both a request’s and nearly one', () => {
  for (const name of ['FORGET-1.json', 'export-.json', 'forget-\u201327112026.json', 'export-27112026 (1).json']) {
    expect([name, isRequestLike(name), nearMissOf(name)]).toEqual([name, true, null])
  }
})
