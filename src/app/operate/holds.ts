/** `lethe hold`: legal holds by command. Who is held is kept as a fingerprint alone; who said so, and when, stands beside it. */

import type { LegalHold, NotedHold } from '../../domain/hold.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import { dayIn } from '../../platform/time/days.ts'
import { writtenHold } from '../../stages/holds/hold-file.ts'
import { standing } from '../../stages/holds/hold-set.ts'
import { readHold, type HoldField } from '../../stages/holds/read-terms.ts'

import { listedHolds, notedByCommand, rulesOf, standingByCommand } from '../holds/holds-of.ts'
import { markedHolds, markHold, unmarkHold } from '../holds/hold-marks.ts'
import type { Services } from '../compose.ts'
import { stateDirectory } from '../places.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { thisWorker } from '../worker.ts'

export type HoldAdded =
  | { readonly kind: 'added'; readonly id: string }
  /** What is wrong with it, without the value. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

export async function addHold(
  services: Services,
  tenant: TenantSettings,
  { by, ...fields }: Readonly<Partial<Record<HoldField | 'by', string | null>>>,
): Promise<HoldAdded> {
  const { tenantKey } = tenant
  const reading = readHold(writtenHold(fields), rulesOf(tenant))
  if (!reading.ok) return { kind: 'refused', problems: reading.problems }
  const today = dayIn(tenant.timeZone, services.clock.now())
  if (standing([reading.hold], today).length === 0) return { kind: 'refused', problems: ['`until` is over already'] }
  const seal = await services.seal()
  const hold: NotedHold = {
    ...reading.hold,
    id: randomToken(),
    tenant: tenant.name,
    keys: reading.hold.keys.map(seal.fingerprint),
    isHidden: true,
    identifier: null,
    by: by ?? thisWorker().account,
    at: services.clock.now().toISOString(),
    mark: seal.mark,
    released: null,
  }
  await (await services.findings()).addHold(hold, { tenantKey, createdTs: services.clock.epochSeconds() })
  await markHold(stateDirectory(services.settings), tenant.name, hold.id)
  services.log.info({ tenant: tenant.name }, 'a legal hold was added')
  return { kind: 'added', id: hold.id }
}

/** `several`: more of the id has to be written. `before`: somebody has released it. */
export type HoldReleased =
  { readonly kind: 'released'; readonly id: string } | { readonly kind: 'unknown' | 'several' | 'before' }

/** `beginning`: of its id. */
export async function releaseHold(
  services: Services,
  tenant: TenantSettings,
  { beginning, by }: { readonly beginning: string; readonly by: string | null },
): Promise<HoldReleased> {
  const { tenantKey, name } = tenant
  const state = stateDirectory(services.settings)
  const noted = await notedByCommand(services, tenant)
  const marked = await markedHolds(state, name)
  const ids = new Set([...noted.map((one) => one.id), ...marked])
  const [id, ...others] = [...ids].filter((one) => one.startsWith(beginning))
  if (id === undefined) return { kind: 'unknown' }
  if (others.length > 0) return { kind: 'several' }
  const hold = noted.find((one) => one.id === id)
  if (hold?.released) return { kind: 'before' }
  // Of one that the record has lost only the mark is left.
  const about = { id, by: by ?? thisWorker().account, at: services.clock.now().toISOString() }
  await (await services.findings()).releaseHold(about, { tenantKey, createdTs: services.clock.epochSeconds() })
  if (marked.includes(id)) await unmarkHold(state, name, id)
  services.log.info({ tenant: name }, 'a legal hold was released')
  return { kind: 'released', id }
}

/** `ended`: its last day is over. */
export type HoldState = 'stands' | 'ended' | 'released'

export interface ShownHold extends Pick<LegalHold, 'kind' | 'reason' | 'until' | 'answer'> {
  readonly state: HoldState
  /** Null: it stands in the list of the settings, which tells neither who nor when. */
  readonly noted: Pick<NotedHold, 'id' | 'by' | 'at' | 'released'> | null
}

export interface ShownHolds {
  readonly holds: readonly ShownHold[]
  /** Why nothing is erased. */
  readonly problems: readonly string[]
}

/** Never whom they hold. */
export async function showHolds(services: Services, tenant: TenantSettings): Promise<ShownHolds> {
  const listed = await listedHolds(services, tenant)
  const noted = await notedByCommand(services, tenant)
  const today = dayIn(tenant.timeZone, services.clock.now())
  const stateOf = ({ until }: LegalHold): HoldState => (until === null || until >= today ? 'stands' : 'ended')
  const shown = ({ kind, reason, until, answer }: LegalHold) => ({ kind, reason, until, answer })
  const { problems } = await standingByCommand(services, tenant)
  return {
    holds: [
      ...listed.holds.map((hold) => ({ ...shown(hold), state: stateOf(hold), noted: null })),
      ...noted.map((hold) => {
        const { id, by, at, released } = hold
        const state = released === null ? stateOf(hold) : 'released'
        return { ...shown(hold), state, noted: { id, by, at, released } }
      }),
    ],
    problems: [...listed.problems, ...problems],
  }
}
