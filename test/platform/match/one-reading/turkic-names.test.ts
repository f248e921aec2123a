/** The letters i of Turkic languages in names: the same by one way to fold case is the same name, in every store. */

import { beforeAll, describe, expect, it } from 'vitest'

import { storedForms } from '../../../../src/platform/match/written.ts'
import { builtKernel } from '../../../products/log-files/searching.ts'
import { engines, postgres, postgresMade } from '../../../support/engines.ts'
import { person } from '../../../support/people.ts'
import { column, logWith, type Store } from './stores.ts'

beforeAll(async () => {
  await builtKernel()
})

const kinds = ['name', 'username'] as const
const identifies = [...kinds]
const turkish = postgresMade(
  'PostgreSQL in Turkish',
  `template template0 locale_provider icu icu_locale 'tr-TR' locale 'C' encoding 'UTF8'`,
)

const stores: readonly (readonly [name: string, store: Store])[] = [
  ...[...engines, turkish].flatMap((engine) =>
    (['address', 'text'] as const).map(
      (kind) => [`an ${kind} column of ${engine.name}`, column(engine, kind, { identifies })] as const,
    ),
  ),
  ['a Turkish column of PostgreSQL', column(postgres, 'address', { identifies, collation: 'collate "tr-x-icu"' })],
  ['a column of PostgreSQL by locale C', column(postgres, 'address', { identifies, collation: 'collate "C"' })],
  ['a log', logWith(kinds)],
]

/** What a request says, what is the same name, and what is somebody else's. */
const names = [
  ['IŞIK', ['IŞIK', 'ışık', 'Işık', 'işik'], ['İŞİK', 'isik', 'ISIK', 'Işıkara']],
  ['ışık', ['IŞIK', 'ışık', 'Işık'], ['işik', 'İŞİK', 'isik']],
  ['İbrahim', ['İBRAHİM', 'ibrahim', 'i̇brahim', 'I\u0307brahim'], ['Ibrahım', 'ıbrahım', 'İbrahimov']],
  ['ibrahim', ['İBRAHİM', 'IBRAHIM', 'Ibrahim', 'İbrahim'], ['ıbrahım', 'Ibrahım', 'brahim']],
  ['SIDIK', ['SIDIK', 'sıdık', 'Sıdık', 'sidik', 'Sidik'], ['SİDİK', 'sidık', 'sıdik']],
  ['sıdık', ['SIDIK', 'sıdık', 'Sıdık'], ['sidik', 'SİDİK', 'Sidik']],
  ['sidik', ['SIDIK', 'SİDİK', 'Sidik'], ['sıdık', 'Sıdık']],
  ['INFO Line', ['info line', 'ınfo line', 'Info Line'], ['ınfo lıne', 'İNFO LİNE']],
  ['SueSmith', ['SUESMITH', 'suesmith', 'SUESMİTH'], ['SueSmıth', 'suesmıth']],
  ['Nâzım', ['NÂZIM', 'nâzım', 'na\u0302zım', 'NA\u0302ZIM'], ['nâzim', 'NÂZİM', 'Nazım']],
] as const

describe.each(stores)('in %s', (_, store) => {
  it.each(names)('%s is found in whichever letters, and nobody else', async (value, same, others) => {
    const kind = kinds[value.length % kinds.length] ?? 'name'
    const texts = [...same, ...others]
    const { found, left, remaining } = await store(person('1.consumer-1', [[kind, value]]), texts)
    expect(texts.filter((_text, i) => found[i])).toEqual(same)
    expect(remaining).toBe(0)
    expect(left?.slice(same.length)).toEqual(others)
  })
})

it('two people whose names are one by one way of folding alone are answered each by theirs', async () => {
  const texts = ['SIDIK', 'sıdık', 'sidik', 'SİDİK']
  for (const store of [logWith(kinds), column(postgres, 'text', { identifies })]) {
    const both = await store(
      person('1.consumer-1', [
        ['name', 'sıdık'],
        ['name', 'sidik'],
      ]),
      texts,
    )
    expect(both.found).toEqual([true, true, true, true])
    expect((await store(person('1.consumer-1', [['name', 'sıdık']]), texts)).found).toEqual([true, true, false, false])
  }
})

it('ids that a system gave out stay what they are, letter by letter', async () => {
  const store = column(postgres, 'address', { identifies: ['employeeid'], collation: 'collate "tr-x-icu"' })
  const texts = ['SIDIK1', 'sıdık1', 'sidik1', 'SİDİK1']
  const { found } = await store(person('1.employee-1', [['employeeid', 'SIDIK1']]), texts)
  expect(found).toEqual([true, false, false, false])
})

it('an operator who chose the usual spellings has those of Turkic languages among them', () => {
  const [name] = person('1.consumer-1', [['name', 'Işık İnci']]).identifiers
  const forms = name === undefined ? [] : storedForms(name)
  expect(forms).toEqual(expect.arrayContaining(['Işık İnci', 'ışık inci', 'IŞIK İNCİ']))
})
