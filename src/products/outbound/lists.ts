/** Lists of the settings: several calling lists may stand in one table, which is searched once, for all of their fields. */

import type { SettingsProblem } from '../../domain/errors.ts'
import type { CallingList, ListTable, OutboundSettings, UserField } from './settings.ts'

/** One entry for each table, with the user fields of all that name it. */
export function callingListsOf({ callingLists = [] }: OutboundSettings): readonly CallingList[] {
  return byTable(callingLists).map(([first, ...more]) => {
    const fields = new Map<string, string | UserField>()
    for (const field of [first, ...more].flatMap(({ userFields = [] }) => userFields)) {
      const name = nameOf(field).toUpperCase()
      if (!fields.has(name) || typeof field !== 'string') fields.set(name, field)
    }
    return { ...first, userFields: [...fields.values()] }
  })
}

/** One entry for each table. */
export function onceEach<T extends ListTable>(lists: readonly T[] | undefined): readonly T[] {
  return byTable(lists ?? []).map(([first]) => first)
}

/** Entries of one table that say different things of it. */
export function listProblems(settings: OutboundSettings): readonly SettingsProblem[] {
  const groups = [
    ['callingLists', settings.callingLists ?? []],
    ['doNotCall', settings.doNotCall ?? []],
    ['requestLogs', settings.requestLogs ?? []],
  ] as const
  return groups.flatMap(([name, lists]) =>
    lists.flatMap((list, i) => {
      const first = lists.find((one) => isSame(one, list))
      const alike = first === undefined || JSON.stringify(alone(first)) === JSON.stringify(alone(list))
      return alike ? [] : [{ pointer: `/${name}/${i}`, message: 'names a table again, and says something else of it' }]
    }),
  )
}

/** What an entry says beside its table and its user fields, which are put together. */
function alone(list: ListTable): unknown {
  const { table: _table, userFields: _fields, ...rest }: ListTable & Pick<CallingList, 'userFields'> = list
  return Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1))
}

function byTable<T extends ListTable>(lists: readonly T[]): readonly (readonly [T, ...T[]])[] {
  return lists.flatMap((list, i): readonly (readonly [T, ...T[]])[] => {
    const isFirst = lists.findIndex((one) => isSame(one, list)) === i
    return isFirst ? [[list, ...lists.slice(i + 1).filter((one) => isSame(one, list))]] : []
  })
}

function isSame(one: ListTable, other: ListTable): boolean {
  return one.table.toUpperCase() === other.table.toUpperCase()
}

export function nameOf(field: string | UserField): string {
  return typeof field === 'string' ? field : field.column
}
