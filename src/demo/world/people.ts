/** The cast: fictional people in two tenants, and the strangers next to them whose rows must never change. */

export interface TenantOfWorld {
  readonly name: string
  readonly tenantKey: number
  /** TENANTID of the configuration tables. */
  readonly tenantDbid: number
  /** The company's own number: it stands in the other address column of nearly every call. */
  readonly ownNumber: string
  readonly ownEmail: string
}

export interface Person {
  readonly name: string
  readonly tenant: TenantOfWorld
  /** Ten digits, as a caller in the tenant's country has it. */
  readonly phone: string
  /** How this person's number stands in the tables; each interaction takes the next one. */
  readonly phoneForms: readonly [string, ...string[]]
  readonly email: string
  readonly account: string
  readonly interactions: number
}

export interface Employee {
  readonly tenant: TenantOfWorld
  readonly username: string
  readonly employeeId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

export const acme: TenantOfWorld = {
  name: 'acme',
  tenantKey: 1,
  tenantDbid: 101,
  ownNumber: '8005550100',
  ownEmail: 'service@acme.example.com',
}

/** A second number of acme, which the settings of the sandbox do not name. */
export const reception = '8005550155'

export const orion: TenantOfWorld = {
  name: 'orion',
  tenantKey: 2,
  tenantDbid: 102,
  ownNumber: '8885550100',
  ownEmail: 'service@orion.example.com',
}

export const ada: Person = {
  name: 'Ada Sample',
  tenant: acme,
  phone: '2125550142',
  phoneForms: ['2125550142', '+12125550142', '12125550142', '(212) 555-0142', '212-555-0142'],
  email: 'ada.sample@example.com',
  account: 'A-100142',
  interactions: 24,
}

export const ben: Person = {
  name: 'Ben Placeholder',
  tenant: acme,
  phone: '4155550117',
  phoneForms: ['4155550117', '+14155550117', '415.555.0117'],
  email: 'Ben.Placeholder@example.org',
  account: 'A-100117',
  interactions: 12,
}

/** Rows that look like Ada's or Ben's and are not: nothing of them may be found or changed. */
export const strangers: readonly Person[] = [
  stranger(orion, 'Cleo Sample', ada.phone, ada.email),
  stranger(orion, 'Dan Placeholder', ben.phone, ben.email),
  stranger(acme, 'Eve Lookalike', '3125550142', 'ada.sample@example.com.example.net'),
  stranger(acme, 'Finn Lookalike', '2125550143', 'xada.sample@example.com'),
  stranger(acme, 'Gil Lookalike', '5550142', 'ada_sample@example.com'),
  stranger(acme, 'Hal Lookalike', '21255501420', 'ada.sample@example.co'),
  stranger(acme, 'Ivy Lookalike', '4412125550142', 'ben.placeholder@example.com'),
]

export const sue: Employee = {
  tenant: acme,
  username: 'sue.sample',
  employeeId: 'E1042',
  firstName: 'Sue',
  lastName: 'Sample',
  email: 'sue.sample@acme.example.com',
}

/** Agents of both tenants; the other tenant has one of the same user name. */
export const employees: readonly Employee[] = [
  sue,
  { ...sue, tenant: orion, employeeId: 'O2042', firstName: 'Susan', email: 'sue.sample@orion.example.com' },
  { ...sue, username: 'sue.sample2', employeeId: 'E10421', firstName: 'Suzy', email: 'suzy@acme.example.com' },
  { ...sue, username: 'tom.sample', employeeId: 'E1043', firstName: 'Tom', email: 'tom.sample@acme.example.com' },
]

function stranger(tenant: TenantOfWorld, name: string, phone: string, email: string): Person {
  const account = `S-${phone.slice(-8)}`
  return { name, tenant, phone, phoneForms: [phone], email, account, interactions: 5 }
}
