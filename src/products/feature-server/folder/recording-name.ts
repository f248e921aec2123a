/** Whose number the name of a recording bears: the one that the settings point at, or the only one that is in it. */

import { asField, asText } from '../../../platform/match/identifier-index.ts'
import type { Needle, Needles } from '../../../platform/match/needles.ts'
import type { FolderSettings } from './settings.ts'

export interface NumbersInName {
  readonly needles: readonly Needle[]
  /** There is another number in it: nobody can tell which of them has called. */
  readonly isUnclear: boolean
}

/** `file`: its path below the folder. The digits of one name in it are no part of a number in another. */
export function numbersInNames({ recordingName }: FolderSettings, needles: Needles): (file: string) => NumbersInName {
  if (recordingName === undefined) return (file) => anyNumbers(file, needles)
  const form = new RegExp(recordingName)
  return (file) => {
    const number = form.exec(file)?.groups?.['number'] ?? ''
    const named = new Set(needles.mentions(number, ['phone'], asField).map(({ needle }) => needle))
    return { needles: [...named], isUnclear: named.size > 1 }
  }
}

function anyNumbers(file: string, needles: Needles): NumbersInName {
  const named = new Set<Needle>()
  let rest = ''
  for (const name of file.split('/')) {
    const mentions = needles.mentions(name, ['phone'], asText)
    for (const { needle } of mentions) named.add(needle)
    rest += `/${mentions.reduce(withoutMention, name)}`
  }
  return { needles: [...named], isUnclear: named.size > 1 || (named.size > 0 && hasNumber(rest)) }
}

function withoutMention(name: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${name.slice(0, start)}${'/'.repeat(end - start)}${name.slice(end)}`
}

/** UUIDs, days with or without a time, and seconds or milliseconds of the epoch. */
const noNumbers = [
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi,
  /(?<!\d)(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?:[-_ T.]?\d{2}[-.:]?\d{2}(?:[-.:]?\d{2}\d{0,3})?)?(?!\d)/g,
  /(?<!\d)1[5-9]\d{8}(?:\d{3})?(?!\d)/g,
]

/** As many digits as a number has, with what may stand between them. */
const number = /(?<!\d)\d(?:[ ().-]*\d){6,14}(?!\d)/

function hasNumber(text: string): boolean {
  return number.test(noNumbers.reduce((rest, form) => rest.replaceAll(form, '/'), text))
}
