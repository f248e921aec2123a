/** `options.record-location` as a pattern: the folder all profiles lie in, and what the folder names below it look like. */

import { isAbsolute, sep } from 'node:path'

export interface RecordLocation {
  /** The part before the first code of an agent. */
  readonly root: string
  /** One expression per folder level below the root. */
  readonly levels: readonly RegExp[]
  /** Whether no profile at all is no reason to fail. */
  readonly mayBeEmpty: boolean
}

type LocationVariables = Readonly<Record<string, string | readonly string[]>>

/** Every location, or those with one of these values in them. */
export type MayBeEmpty = boolean | readonly string[]

/** A location with some of its variables filled in, and what they were filled with. */
interface Variant {
  readonly location: string
  readonly values: readonly string[]
}

const agentCodes = ['Agent.UserName', 'Agent.FirstName', 'Agent.LastName', 'Agent.EmployeeId'] as const
/** Only these two tell every agent apart. Source: Workspace page, storage scenarios that are not covered. */
const uniqueCodes: readonly string[] = ['Agent.UserName', 'Agent.EmployeeId']

const codePattern = /\$([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\$/g

/** Names in `$…$`, as written. */
export function codesIn(location: string): readonly string[] {
  return [...location.matchAll(codePattern)].map(([, code]) => code ?? '')
}

export function isAgentCode(code: string): boolean {
  return agentCodes.some((known) => same(known, code))
}

export function isUniqueCode(code: string): boolean {
  return uniqueCodes.some((known) => same(known, code))
}

/** Name of the variable in `$Env.X$`; null for other codes. */
export function environmentName(code: string): string | null {
  return /^env\.(.+)$/i.exec(code)?.[1] ?? null
}

/** Whether this machine can read the location at all: a path of its own, not one of another system. */
export function isOwnPath(location: string): boolean {
  return isAbsolute(location) && (sep === '\\' || !location.includes('\\'))
}

/** One location per value of its environment variables. Every name must be there; `storageProblems` has checked it. */
export function readRecordLocation(
  location: string,
  environment: LocationVariables,
  mayBeEmpty: MayBeEmpty = false,
): readonly RecordLocation[] {
  const variants = withEnvironment({ location, values: [] }, environment).map((variant) => ({
    ...splitLocation(variant.location),
    mayBeEmpty: typeof mayBeEmpty === 'boolean' ? mayBeEmpty : variant.values.some((one) => mayBeEmpty.includes(one)),
  }))
  const distinct = new Map(variants.map((one) => [`${one.root}\n${one.levels.map(String).join('\n')}`, one]))
  return [...distinct.values()]
}

function withEnvironment({ location, values }: Variant, environment: LocationVariables): readonly Variant[] {
  const code = codesIn(location).find((one) => environmentName(one) !== null)
  if (code === undefined) return [{ location, values }]
  return [valueOf(environment, environmentName(code) ?? '') ?? []].flat().flatMap((value) => {
    const filled = location.replaceAll(`$${code}$`, () => value)
    return withEnvironment({ location: filled, values: [...values, value] }, environment)
  })
}

export function valueOf(environment: LocationVariables, name: string): string | readonly string[] | undefined {
  return Object.entries(environment).find(([known]) => same(known, name))?.[1]
}

function splitLocation(location: string): Omit<RecordLocation, 'mayBeEmpty'> {
  const parts = location.split(sep === '\\' ? /[\\/]/ : /\//).filter((part, i) => part !== '' || i === 0)
  const first = parts.findIndex((part) => codesIn(part).some(isAgentCode))
  const fixed = first < 0 ? parts : parts.slice(0, first)
  return { root: fixed.join(sep) || sep, levels: (first < 0 ? [] : parts.slice(first)).map(levelExpression) }
}

/** A code stands for any text; shares of Windows do not tell upper from lower case. */
function levelExpression(part: string): RegExp {
  const fixed = part.split(codePattern).map((piece, i) => (i % 2 === 1 ? '.+' : escaped(piece)))
  return new RegExp(`^${fixed.join('')}$`, 'i')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
