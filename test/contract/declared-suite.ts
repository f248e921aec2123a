/** The laws that every declared product keeps, under each of some settings. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'

import type { Disposition } from '../../src/domain/disposition.ts'
import type { DeclaredProduct } from '../../src/domain/product.ts'
import { declaredReport, declaredResult } from '../../src/stages/answering/declared.ts'
import { subjects } from './corpus.ts'

const unconfirmed = { id: 'run-1', startedAt: '2024-05-01T00:00:00.000Z', done: new Map() }

export function declaredContract<Settings extends object>(
  name: string,
  product: DeclaredProduct<Settings>,
  examples: readonly Settings[],
): void {
  const accepts = new Ajv2020({ strict: false }).compile({ ...product.settingsSchema })
  describe(`${name} keeps the laws of what is declared`, () => {
    it.each(examples)('takes the settings %o, and none that it does not know', (settings) => {
      expect(accepts(settings)).toBe(true)
      expect(accepts({ ...settings, another: 1 })).toBe(false)
    })

    it.each(examples)('says the same each time, in sentences, under %o', (settings) => {
      const said = product.disposition(settings)
      expect(product.disposition(settings)).toEqual(said)
      expect(said.system.trim()).not.toBe('')
      expect(said.reason.trim()).not.toBe('')
      expect(said.subjects.length).toBeGreaterThan(0)
      expect(said.dueInDays ?? 0).toBeGreaterThanOrEqual(0)
    })

    it.each(examples)('asks for a step by hand only where it says which, under %o', (settings) => {
      const { disposition, nextStep, blocks } = product.disposition(settings)
      if (disposition === 'manual') expect(nextStep?.trim()).not.toBe('')
      else expect(blocks).toBe(false)
    })

    it.each(examples)('is reported, and keeps open whom it says until it is confirmed, under %o', (settings) => {
      const disposition = product.disposition(settings)
      const entry = { name, disposition }
      const confirmed = { by: 'Kim Sample', at: '2024-05-02T00:00:00.000Z', note: null }
      expect(declaredReport(entry, unconfirmed)).toMatchObject({
        product: name,
        reason: disposition.reason,
        done: null,
      })
      const waiting = declaredResult(entry, unconfirmed, subjects).standings.map(({ owner }) => owner?.subjectKey)
      expect(new Set(waiting)).toEqual(new Set(concernedBy(disposition)))
      const done = { ...unconfirmed, done: new Map([[name, confirmed]]) }
      expect(declaredResult(entry, done, subjects).standings).toEqual([])
      expect(declaredReport(entry, done).done).toEqual(confirmed)
    })
  })
}

function concernedBy({ disposition, blocks, subjects: types, kinds, addressesOnly }: Disposition): readonly string[] {
  if (disposition !== 'manual') return []
  return subjects
    .filter(({ type }) => types.includes(type) && (blocks || type === 'employee'))
    .filter(({ identifiers }) =>
      identifiers.some(({ kind, value }) => {
        return (kinds === null || kinds.includes(kind)) && (addressesOnly !== true || value.includes('@'))
      }),
    )
    .map(({ key }) => key)
}
