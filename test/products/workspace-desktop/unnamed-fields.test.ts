/** A favorite counts by any of its fields: what nobody has named is searched for whole numbers and addresses, and told. */

import { expect, it } from 'vitest'

import { findIn, forgetIn, leftIn, person, profileOf, returnedIn, withSite } from './site.ts'

const ann = person(['phone', '7815550101'], ['email', 'ann@example.com'])
const named = '<Favorite Phone="781-555-0101"/>'
const unnamed = [
  '<Favorite HomeLine="(781) 555-0101"/>',
  '<Favorite><Contact>Ann &lt;ann@example.com&gt;</Contact></Favorite>',
]
/** Nobody's: digits within a longer number, and another's address. */
const strangers = ['<Favorite HomeLine="+49 178 1555 0101 9"/>', '<Favorite Contact="joann@example.com"/>']

it('is found, erased, not left over, and said', async () => {
  await withSite(async ({ open, write, read }) => {
    await write('north/a.xml', profileOf(...unnamed, ...strangers))
    const session = await open()
    expect((await findIn(session, ann)).map(({ content }) => content)).toEqual([...unnamed].sort())
    expect(session.unjudged()).toEqual([expect.stringMatching(/^2 favorite\(s\) were found by a field that neither/)])
    const findings = await forgetIn(session, ann)
    expect(await leftIn(session, ann, findings)).toBe(0)
    const rest = await read('north/a.xml')
    for (const favorite of strangers) expect(rest).toContain(favorite)
    for (const favorite of unnamed) expect(rest).not.toContain(favorite)
  })
})

it('says nothing where a field that is named would have been enough', async () => {
  await withSite(async ({ open, write }) => {
    await write('north/a.xml', profileOf('<Favorite HomeLine="7815550101" Phone="7815550101"/>'))
    const session = await open()
    expect((await findIn(session, ann)).filter(({ content }) => content !== null)).toHaveLength(1)
    expect(session.unjudged()).toEqual([])
  })
})

it('is erased once more when it comes back, and a longer number in it is not', async () => {
  await withSite(
    async ({ open, write }) => {
      await write('north/a.xml', profileOf(named))
      const session = await open()
      await forgetIn(session, ann)
      await session.close()
      await write('north/a.xml', profileOf(...unnamed, ...strangers))
      expect((await returnedIn(await open())).map(({ content }) => content).sort()).toEqual([...unnamed].sort())
    },
    () => ({ partOfNumber: 'erase' }),
  )
})
