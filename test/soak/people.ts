/** The people of a soak, each with a stranger who differs in one digit or letter, and whose is what in a text. */

import { isValidPhoneNumber } from 'libphonenumber-js/max'

export interface Person {
  /** What a request may name somebody by; each is nobody else's. */
  readonly phone: string
  readonly email: string
  readonly username: string
  readonly employeeId: string
  /** Stands in what belongs to the person, but names nobody in a request. */
  readonly marker: string
}

export interface Neighbours {
  readonly number: number
  readonly person: Person
  /** Never asked for. */
  readonly stranger: Person
}

/** 555-0100, 0102, … in every area: 0101, 0103, … are strangers. */
const perArea = 50

/** Of the free numbers of service nobody is the customer. */
const areas = Array.from({ length: 800 }, (_, n) => 200 + n).filter(
  (area) => ![800, 833, 844, 855, 866, 877, 888, 900].includes(area) && isValidPhoneNumber(`${area}5550100`, 'US'),
)

export function neighboursOf(count: number): readonly Neighbours[] {
  if (count > areas.length * perArea)
    throw new Error(`there are fictional numbers for ${areas.length * perArea} people`)
  return Array.from({ length: count }, (_, number) => {
    const area = areas[Math.floor(number / perArea)] ?? 0
    const phone = (offset: number) => `${area}555${String(100 + 2 * (number % perArea) + offset).padStart(4, '0')}`
    const digits = String(number).padStart(6, '0')
    const called = (offset: number, letter: string): Person => ({
      phone: phone(offset),
      email: `cus${letter}${digits}@example.com`,
      username: `agen${letter}${digits}`,
      employeeId: `E-${letter}${digits}`,
      marker: `mark-${letter}${digits}`,
    })
    return { number, person: called(0, 't'), stranger: called(1, 'd') }
  })
}

/** A number may have its country before it. */
const token = /(?<=(?<!\d)1?)\d{3}55501\d\d\b|cus[td]\d{6}@example\.com|agen[td]\d{6}|E-[td]\d{6}|mark-[td]\d{6}/g

/** Everything in the text that is somebody's. */
export function tokensIn(text: string): readonly string[] {
  return text.match(token) ?? []
}

/** The text with something else in the place of each of these. */
export function without(text: string, gone: ReadonlySet<string>, instead: (token: string) => string): string {
  return text.replaceAll(token, (found) => (gone.has(found) ? instead(found) : found))
}

/** What must be gone of somebody who was forgotten as a customer, or as an employee. */
export const customerTokens = ({ phone, email, marker }: Person): readonly string[] => [phone, email, marker]
export const employeeTokens = ({ username, employeeId }: Person): readonly string[] => [username, employeeId]
