/** The list of the source's systems: each leads to a product of the index, or says how it is usually declared. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'

import { declared } from '../../../src/products/declared/declared.ts'
import { namesOfUsual, sourceSystem, sourceSystems } from '../../../src/products/declared/systems.ts'
import { products } from '../../../src/products/index.ts'

/** These answer for whatever a site has beside the systems of the source. */
const anybodys = ['declared', 'tables']

describe('the systems of the source', () => {
  it('lead to products of the index, and every product of the index answers for one', () => {
    const named = new Set(sourceSystems.flatMap((one) => one.products))
    expect([...named].sort()).toEqual(
      Object.keys(products)
        .filter((id) => !anybodys.includes(id))
        .sort(),
    )
  })

  it('are each searched by a product or have a usual answer, with whoever owns a step and when it is due', () => {
    expect(sourceSystems.filter(({ products: ids, usual }) => ids.length === 0 && usual === null)).toEqual([])
    const manual = sourceSystems.filter(({ usual }) => usual?.disposition === 'manual')
    expect(manual.length).toBeGreaterThan(5)
    for (const { usual } of manual) {
      expect(usual).toMatchObject({ nextStep: expect.stringMatching(/\w/), dueInDays: 21, blocks: false })
      expect(usual?.owner).toMatch(/\w/)
    }
  })

  it('have names that lead to one of them each, in any case', () => {
    const names = sourceSystems.flatMap(({ system, also }) => [system, ...also]).map((name) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    expect(sourceSystem(' GENESYS  rules System ')?.system).toBe('Genesys Rules System')
    expect(sourceSystem('rules')?.system).toBe('Genesys Rules System')
    expect(sourceSystem('Sales portal')).toBeNull()
  })
})

describe('a system that is declared by its name alone', () => {
  it('is answered as is usual', () => {
    expect(declared.disposition({ system: 'iWD' })).toMatchObject({ system: 'iWD', disposition: 'exempt' })
    expect(declared.disposition({ system: 'Rules' })).toMatchObject({ disposition: 'exempt', nextStep: null })
    expect(declared.disposition({ system: 'billing data server' })).toMatchObject({
      disposition: 'retained',
      reason: expect.stringContaining('Art. 17'),
    })
    expect(declared.disposition({ system: 'Genesys Administrator' })).toMatchObject({
      disposition: 'manual',
      reason: expect.stringContaining('active employees'),
      nextStep: expect.stringContaining('who has left'),
      subjects: ['employee'],
      dueInDays: 21,
    })
  })

  it('keeps what the site says of it beside that', () => {
    const own = { system: 'Recordings', owner: 'Kim Sample', dueInDays: 7, blocks: true }
    expect(declared.disposition(own)).toMatchObject({ ...own, disposition: 'manual' })
    expect(declared.disposition({ system: 'iWD', blocks: true })).toMatchObject({
      disposition: 'exempt',
      blocks: false,
    })
  })

  it('has nothing of the usual answer where the site says what becomes of it', () => {
    const own = { system: 'Genesys Administrator', disposition: 'exempt', reason: 'nobody stands in it' } as const
    expect(declared.disposition(own)).toEqual({
      ...own,
      nextStep: null,
      dueInDays: null,
      blocks: false,
      subjects: ['consumer', 'employee'],
      kinds: null,
    })
  })

  it('is one that has a usual answer', () => {
    const accepts = new Ajv2020({ strict: false }).compile({ ...declared.settingsSchema })
    for (const system of namesOfUsual) expect(accepts({ system })).toBe(true)
    // A product searches these: why a site does without it, it has to say itself.
    for (const system of ['Genesys Info Mart', 'OCS', 'Sales portal']) {
      expect(accepts({ system })).toBe(false)
      expect(accepts({ system, disposition: 'exempt', reason: 'not installed here' })).toBe(true)
    }
    expect(accepts({ system: 'iWD', disposition: 'exempt' })).toBe(false)
    expect(accepts({ system: 'iWD', disposition: 'manual', reason: 'by hand' })).toBe(false)
  })
})
