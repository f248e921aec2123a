/** Paths that unpack everywhere. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EntryPaths } from '../../../src/platform/archive/entry-paths.ts'

describe('a part of a path', () => {
  it.each([
    ['INTERACTION_FACT', 'INTERACTION_FACT'],
    ['info-mart#2', 'info-mart#2'],
    ['../../etc/passwd', '___.._etc_passwd'],
    ['..', '__'],
    ['.', '_'],
    ['', '_'],
    ['.hidden', '_hidden'],
    ['C:\\temp\\x', 'C__temp_x'],
    ['/var/log/ocs.log', '_var_log_ocs.log'],
    ['a\u0000b\nc', 'a_b_c'],
    ['NUL', '_NUL'],
    ['com1.txt', '_com1.txt'],
    ['Größe', 'Größe'],
    ['ends.', 'ends_'],
  ])('of %j is %j', (name, part) => {
    expect(new EntryPaths().take([name], '')).toBe(part)
  })

  it('never leads anywhere else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const part = new EntryPaths().take([name], '')
        expect(part).toMatch(/^[^\\/:*?"<>|\p{Cc}]{1,81}$/u)
        expect(part).not.toMatch(/^\.|\.$/)
      }),
    )
  })
})

describe('the paths of an archive', () => {
  it('differ even where case does not count', () => {
    const paths = new EntryPaths()
    expect(paths.take(['consumer-1', 'tables', 'People'], '.csv')).toBe('consumer-1/tables/People.csv')
    expect(paths.take(['consumer-1', 'tables', 'PEOPLE'], '.csv')).toBe('consumer-1/tables/PEOPLE-2.csv')
    expect(paths.take(['consumer-1', 'tables', 'people'], '.csv')).toBe('consumer-1/tables/people-3.csv')
    expect(paths.take(['consumer-2', 'tables', 'people'], '.csv')).toBe('consumer-2/tables/people.csv')
  })

  it('differ when two names become the same', () => {
    const paths = new EntryPaths()
    expect(paths.take(['a/b'], '.csv')).toBe('a_b.csv')
    expect(paths.take(['a:b'], '.csv')).toBe('a_b-2.csv')
    expect(paths.take(['a_b-2'], '.csv')).toBe('a_b-2-2.csv')
  })
})
