/** The usual ways to write a known number with separators, for comparison by equality with indexed columns. */

import type { DialingPlan, NumberReading } from './numbering.ts'

type SpelledGroups = readonly [string, ...string[]]

/**
 * Spellings of a number; `tails` are its digits inside its country, bare and with trunk prefix. Some may mean another
 * number in this country: the caller keeps those that mean this one.
 */
export function spellNumber(reading: NumberReading, tails: readonly string[], plan: DialingPlan): readonly string[] {
  const code = reading.callingCode
  const groups = groupsOf(reading.phone.formatInternational().slice(code.length + 1))
  if (groups === null) return []
  const worldwide = [...spellAfter(`+${code}`, groups), ...spellAfter(code, groups)]
  const dialled = plan.internationalPrefixes.flatMap((prefix) => spellDialled(prefix, code, groups))
  const trunks = trunksOf(reading.national, tails)
  const bothPrefixes = trunks.flatMap((trunk) => spellWithBothPrefixes(code, trunk, groups))
  const abroad = [...worldwide, ...dialled, ...bothPrefixes]
  return code === plan.callingCode ? [...abroad, ...spellHome(reading, trunks, groups)] : abroad
}

/** Spellings of digits that no numbering plan knows: the groups that numbers of this length usually have. */
export function spellUnknown(digits: string): readonly string[] {
  const groups = groupsOf(usualGroups(digits) ?? '')
  return groups === null ? [] : spellGroups(groups)
}

function spellHome(reading: NumberReading, trunks: readonly string[], groups: SpelledGroups): readonly string[] {
  const formatted = reading.phone.formatNational()
  const asFormatted = groupsOf(formatted)
  const merged = trunks.flatMap((trunk) => spellGroups([trunk + groups[0], ...groups.slice(1)]))
  // A trunk prefix stands apart where numbers are usually written without it: 1-781-555-0123, 8 (495) 123-45-67.
  const apart = (reading.callingCode === '1' ? ['1'] : trunks).flatMap((trunk) => spellAfter(trunk, groups))
  return [
    formatted,
    ...(asFormatted === null ? [] : spellGroups(asFormatted)),
    ...spellGroups(groups),
    ...merged,
    ...apart,
  ]
}

function trunksOf(national: string, tails: readonly string[]): readonly string[] {
  const longer = tails.filter((tail) => tail !== national && tail.endsWith(national))
  return longer.map((tail) => tail.slice(0, -national.length))
}

/** `+44 (0)20 7946 0958`, `+44 (0) 20 79460958`, `+44(0)20-7946-0958` */
function spellWithBothPrefixes(code: string, trunk: string, groups: SpelledGroups): readonly string[] {
  const [area, ...rest] = groups
  const locals = [groups.join(' '), groups.join('-'), `${area} ${rest.join('')}`]
  const leads = [`+${code} (${trunk})`, `+${code} (${trunk}) `, `+${code}(${trunk})`]
  return leads.flatMap((lead) => locals.map((local) => lead + local))
}

/** `011 44 20 7946 0958`, `0044 20 7946 0958`, `0044-20-7946-0958` */
function spellDialled(prefix: string, code: string, groups: SpelledGroups): readonly string[] {
  const [area, ...rest] = groups
  const lead = prefix + code
  const joined = [' ', '-'].map((separator) => [lead, ...groups].join(separator))
  return [
    ...joined,
    [prefix, code, ...groups].join(' '),
    [prefix, code, ...groups].join('-'),
    `${lead} ${area} ${rest.join('')}`,
  ]
}

/** `+1 781 555 0123`, `+1-781-555-0123`, `+1 781-555-0123`, `+1 (781) 555-0123`, `+1(781)555-0123`, `+1 781 5550123`, … */
function spellAfter(lead: string, groups: SpelledGroups): readonly string[] {
  const [area, ...rest] = groups
  const joined = [' ', '-', '.'].map((separator) => [lead, ...groups].join(separator))
  const [spaced, dashed, whole] = [rest.join(' '), rest.join('-'), rest.join('')]
  const bracketed = [`${lead} (${area}) ${spaced}`, `${lead} (${area}) ${dashed}`, `${lead}(${area})${dashed}`]
  const mixed = [`${lead} ${groups.join('-')}`, `${lead} (${area})${dashed}`, `${lead}(${area}) ${dashed}`]
  const halved = [`${lead} ${area} ${whole}`, `${lead} ${area} ${dashed}`, `${lead} ${area}${whole}`]
  return [...joined, ...bracketed, ...mixed, ...halved]
}

/** `781 555 0123`, `781-555-0123`, `781.555.0123`, `(781) 555-0123`, `(781)-555-0123`, `781/5550123`, `781-5550123`, … */
function spellGroups(groups: SpelledGroups): readonly string[] {
  const [area, ...rest] = groups
  const joined = [' ', '-', '.'].map((separator) => groups.join(separator))
  if (rest.length === 0) return joined
  const [spaced, dashed, whole] = [rest.join(' '), rest.join('-'), rest.join('')]
  const bracketed = [`(${area}) ${dashed}`, `(${area})${dashed}`, `(${area}) ${spaced}`, `(${area})-${dashed}`]
  const halved = [`(${area}) ${whole}`, `${area}/${whole}`, `${area}/${spaced}`, `${area} ${whole}`, `${area}-${whole}`]
  return [...joined, ...bracketed, ...halved, `${area} ${dashed}`]
}

const usualLengths: Readonly<Record<number, RegExp>> = {
  7: /^(\d{3})(\d{4})$/,
  8: /^(\d{4})(\d{4})$/,
  9: /^(\d{3})(\d{3})(\d{3})$/,
  10: /^(\d{3})(\d{3})(\d{4})$/,
}

function usualGroups(digits: string): string | null {
  return usualLengths[digits.length]?.exec(digits)?.slice(1).join(' ') ?? null
}

function groupsOf(text: string): SpelledGroups | null {
  const [first, ...rest] = text.split(/\D+/).filter((group) => group !== '')
  return first === undefined ? null : [first, ...rest]
}
