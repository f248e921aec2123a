/** A favorite that only contains the digits may be a stranger's: a forget holds it, unless the documented rule shall erase it. */

import { describe, expect, it } from 'vitest'

import { isFinding, isUnevaluated } from '../../../src/domain/finding.ts'
import type { Subjects } from '../../../src/domain/product.ts'
import type { FavoritesSession } from '../../../src/products/workspace-desktop/session.ts'
import { eraseIn, findIn, forgetIn, leftIn, person, profileOf, returnedIn, runContext, withSite } from './site.ts'

const ann = person(['phone', '7815550101'])
const whole = '<Favorite Name="Ann" Phone="(781) 555-0101"/>'
const longer = [
  '<Favorite Name="Liz" Phone="+44 7815 550101"/>',
  '<Favorite Name="Klaus" Phone="+49 178 1555 0101 9"/>',
  '<Favorite Name="Max" Phone="0078155501019"/>',
] as const

async function searched(session: FavoritesSession, people: Subjects) {
  const [found, held]: [string[], string[]] = [[], []]
  for await (const one of session.find(people, runContext('forget'))) {
    if (isUnevaluated(one)) held.push(one.unevaluated)
    else if (isFinding(one) && typeof one.content === 'string') found.push(one.content)
  }
  return { found, held }
}

describe('a number within a longer one', () => {
  it.each(longer)('is held, whatever the longer one is: %s', async (favorite) => {
    await withSite(async ({ open, write, read }) => {
      await write('north/a.xml', profileOf(whole, favorite))
      const session = await open()
      const { found, held } = await searched(session, ann)
      expect(found).toEqual([whole])
      expect(held).toEqual([expect.stringMatching(/^held: .*`partOfNumber: erase`$/)])
      const findings = await findIn(session, ann)
      await eraseIn(session, findings)
      expect(await read('north/a.xml')).toContain(favorite)
      expect(await read('north/a.xml')).not.toContain('Ann')
      expect(await leftIn(session, ann, findings)).toBe(0)
    })
  })

  it('is not erased by the repetition either', async () => {
    await withSite(async ({ open, write }) => {
      await write('north/a.xml', profileOf(whole))
      const session = await open()
      await forgetIn(session, ann)
      await session.close()
      await write('north/a.xml', profileOf(whole, longer[0]))
      expect((await returnedIn(await open())).map(({ content }) => content)).toEqual([whole])
    })
  })

  it('is erased where the documented rule shall hold, and once more when it comes back', async () => {
    await withSite(
      async ({ open, write, read }) => {
        await write('north/a.xml', profileOf(longer[0]))
        const session = await open()
        await forgetIn(session, ann)
        await session.close()
        expect(await read('north/a.xml')).not.toContain('Liz')
        await write('north/a.xml', profileOf(longer[0]))
        expect(await returnedIn(await open())).toHaveLength(1)
      },
      () => ({ partOfNumber: 'erase' }),
    )
  })

  it.each([
    { what: 'is to be held from now on', changed: { partOfNumber: 'hold' } },
    { what: 'has fewer digits than count from now on', changed: { leastDigits: 11 } },
  ] as const)('is not erased by the repetition any more when it $what', async ({ changed }) => {
    await withSite(
      async ({ open, write }) => {
        await write('north/a.xml', profileOf(longer[0]))
        const session = await open()
        await forgetIn(session, ann)
        await session.close()
        await write('north/a.xml', profileOf(whole, ...longer))
        expect((await returnedIn(await open(undefined, changed))).map(({ content }) => content)).toEqual([whole])
      },
      () => ({ partOfNumber: 'erase' }),
    )
  })

  it('is in no export, and holds nothing there', async () => {
    await withSite(async ({ open, write }) => {
      await write('north/a.xml', profileOf(whole, ...longer))
      expect((await findIn(await open(), ann)).map(({ content }) => content)).toEqual([whole])
    })
  })
})
