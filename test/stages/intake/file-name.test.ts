/** Both documented forms of file names, and what does not count as one. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isAnswerable, isRequestLike, isToday, parseFileName } from '../../../src/stages/intake/file-name.ts'

function everyDay(): readonly Date[] {
  const days: Date[] = []
  const end = Date.UTC(2100, 0, 1)
  for (let day = Date.UTC(1900, 0, 1); day < end; day += 86_400_000) days.push(new Date(day))
  return days
}

const two = (number: number) => String(number).padStart(2, '0')

describe('a request file name', () => {
  it('gives the same day in both date forms, for every day from 1900 to 2099', () => {
    const days = everyDay()
    expect(days).toHaveLength(73_049)
    const misread = days.filter((day) => {
      const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()]
      const forms = [`${two(date)}${two(month)}${year}`, `${year}${two(month)}${two(date)}`]
      return forms.some((form) => {
        const read = parseFileName(`forget-${form}.json`)
        if (!read.ok) return true
        return read.name.date.year !== year || read.name.date.month !== month || read.name.date.day !== date
      })
    })
    expect(misread).toEqual([])
  })

  it('goes on after either separator, or does not', () => {
    for (const stem of [
      'export-25052018',
      'export-25052018-',
      'export-25052018_x',
      'export-20180525-x.y z',
      'export-20180525_1_2',
    ]) {
      expect(parseFileName(`${stem}.json`)).toEqual({
        ok: true,
        name: { action: 'export', date: { year: 2018, month: 5, day: 25 }, stem },
      })
    }
  })

  it.each([
    ['an impossible day', 'forget-31022024.json'],
    ['a day that only a leap year has', 'forget-20230229_1.json'],
    ['a year before 1900', 'forget-01011899.json'],
    ['seven digits', 'forget-2505201.json'],
    ['a ninth digit', 'forget-250520181.json'],
    ['another separator', 'forget-25052018.1.json'],
    ['no date', 'forget-.json'],
    ['capital letters', 'FORGET-25052018.json'],
    ['a capital ending', 'forget-25052018.JSON'],
    ['digits of another script', 'forget-٢٥٠٥٢٠١٨.json'],
  ])('with %s is a request all the same, and is refused', (_, name) => {
    expect(isRequestLike(name)).toBe(true)
    expect(parseFileName(name)).toMatchObject({ ok: false, problem: { pointer: '', rule: 'file-name' } })
  })

  it.each(['readme.json', 'forget.json', 'forget-25052018.txt', 'forget-25052018.json.part', '.forget-25052018.json'])(
    'is not meant by %s',
    (name) => {
      expect(isRequestLike(name)).toBe(false)
    },
  )

  it('is never that of an answer', () => {
    expect(isRequestLike('forget-25052018-execution-log.json')).toBe(false)
    expect(isRequestLike('forget-20180315_120000-Execution-Log.JSON')).toBe(false)
    expect(isRequestLike('forget-25052018-archive.json')).toBe(true)
  })

  it('with invisible characters or of great length cannot be answered by name', () => {
    const names = ['forget-25052018-\n.json', 'forget-25052018-\u001b[2J.json', 'forget-25052018-\u202egpj.json']
    for (const name of [...names, `forget-25052018-${'x'.repeat(190)}.json`]) {
      expect(isRequestLike(name)).toBe(true)
      expect(isAnswerable(name)).toBe(false)
      expect(parseFileName(name).ok).toBe(false)
    }
    expect(isAnswerable('forget-25052018-Zoë.json')).toBe(true)
  })

  it('never makes the parser throw, and its refusal never repeats the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 3 }), (text) => {
        const read = parseFileName(`forget-${text}.json`)
        return read.ok || !read.problem.message.includes(`forget-${text}`)
      }),
    )
  })
})

describe('a date', () => {
  it('is today by the tenant’s own calendar', () => {
    const now = new Date('2018-05-25T02:30:00Z')
    const [today, yesterday] = [
      { year: 2018, month: 5, day: 25 },
      { year: 2018, month: 5, day: 24 },
    ]
    expect(isToday(today, 'Europe/Paris', now)).toBe(true)
    expect(isToday(today, 'America/New_York', now)).toBe(false)
    expect(isToday(yesterday, 'America/New_York', now)).toBe(true)
    expect(isToday({ ...today, year: 2019 }, 'UTC', now)).toBe(false)
  })
})
