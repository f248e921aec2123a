/** Every sample request has the outcome that is written beside it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { sha256 } from '../src/platform/crypto/hash.ts'
import { parseFileName } from '../src/stages/intake/file-name.ts'
import { validateAtOnce, type Validation } from '../src/stages/validation/validate-request.ts'

const root = join(import.meta.dirname, '../sample-requests')
const expectedEnding = '.expected.json'

function samplesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).filter((name) => !name.endsWith(expectedEnding))
}

function validateSample(folder: string, fileName: string): Validation {
  const bytes = readFileSync(join(root, folder, fileName))
  const name = parseFileName(fileName)
  const naming = name.ok ? { action: name.name.action } : { action: null, nameProblem: name.problem }
  return validateAtOnce({ fileName, ...naming, bytes, sha256: sha256(bytes), fileNumber: 1, country: 'US' })
}

function outcomeOf(validation: Validation): unknown {
  if (!validation.ok) {
    return { outcome: 'rejected', problems: validation.problems.map(({ pointer, rule }) => ({ pointer, rule })) }
  }
  const refused = validation.request.places.filter((place) => place.problem !== null)
  if (refused.length === 0) return { outcome: 'accepted' }
  return { outcome: 'accepted', responses: Object.fromEntries(refused.map((place) => [place.pointer, place.problem])) }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

describe.each(['accepted', 'rejected'])('the %s samples', (folder) => {
  const samples = samplesIn(folder)

  it('are at least a dozen, with well-formed names and nothing without a partner', () => {
    expect(samples.length).toBeGreaterThanOrEqual(12)
    expect(samples.filter((name) => !parseFileName(name).ok)).toEqual([])
    const partners = samples.map((name) => name.replace(/\.json$/, expectedEnding))
    expect(readdirSync(join(root, folder)).filter((name) => name.endsWith(expectedEnding))).toEqual(partners)
  })

  it.each(samples)('%s has its expected outcome', (fileName) => {
    const expected: unknown = JSON.parse(
      readFileSync(join(root, folder, fileName.replace(/\.json$/, expectedEnding)), 'utf8'),
    )
    expect(outcomeOf(validateSample(folder, fileName))).toEqual(expected)
    expect(expected).toMatchObject({ outcome: folder })
  })

  it.each(samples)('%s is answered without a value from the file', (fileName) => {
    const validation = validateSample(folder, fileName)
    if (validation.ok) return
    const told = JSON.stringify(validation.problems)
    const values = textsIn(JSON.parse(validation.text ?? '{}')).filter(
      (text) => text.length > 5 && !/^(?:forget|export)$/i.test(text),
    )
    expect(values.filter((value) => told.includes(value))).toEqual([])
  })
})
