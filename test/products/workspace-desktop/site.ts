/** A share with agents' profiles in a temporary folder, a session over it, and the steps of a forget one by one. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { asRecorded, type Finding, type RecordedFinding } from '../../../src/domain/finding.ts'
import type { Left } from '../../../src/domain/outcome.ts'
import type { RunContext, Subjects } from '../../../src/domain/product.ts'
import type { Action } from '../../../src/domain/request.ts'
import type { IdentifierKind } from '../../../src/domain/identifier.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import type { FavoritesSession } from '../../../src/products/workspace-desktop/session.ts'
import type { WrittenWorkspaceSettings } from '../../../src/products/workspace-desktop/settings.ts'
import { workspaceDesktop } from '../../../src/products/workspace-desktop/workspace-desktop.ts'
import { withFolder } from '../../support/databases.ts'
import { fatesOf, findingsOf, type Fates } from '../../support/effects.ts'

const tenant = { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'America/New_York' } as const

/** Ann is asked for, everybody else stays. */
export const ann = { phone: '+1 212 555 0142', email: 'ann@example.com' } as const
export const annsFavorite = '<Favorite Name="Ann" Phone="(212) 555-0142"/>'
export const othersFavorite = '<Favorite Name="Bob" Phone="(212) 555-0143"/>'

export function profileOf(...favorites: readonly string[]): string {
  return `<?xml version="1.0"?>\r\n<profile>\r\n  ${favorites.join('\r\n  ')}\r\n</profile>\r\n`
}

export interface Site {
  readonly folder: string
  readonly root: string
  readonly state: string
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>
  readonly read: (name: string) => Promise<string>
  /** `changed`: settings that are others from now on. */
  readonly open: (clock?: Clock, changed?: WrittenWorkspaceSettings) => Promise<FavoritesSession>
}

export async function withSite<T>(
  work: (site: Site) => Promise<T>,
  settings: (folder: string) => WrittenWorkspaceSettings = () => ({}),
): Promise<T> {
  return withFolder(async (folder) => {
    const [root, state] = [join(folder, 'share'), join(folder, 'state')]
    await mkdir(root)
    const written = { recordLocation: `${root}/$Agent.UserName$`, ...settings(folder) }
    return work({
      folder,
      root,
      state,
      write: async (name, content) => {
        const path = join(root, name)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, content)
        return path
      },
      read: (name) => readFile(join(root, name), 'utf8'),
      open: async (clock = systemClock, changed = {}) => {
        const session = await workspaceDesktop.open(
          { ...written, ...changed },
          tenant,
          toolsWithoutDatabase(state, clock),
        )
        if (!isFavorites(session)) throw new Error('another session')
        return session
      },
    })
  })
}

function isFavorites(session: object): session is FavoritesSession {
  return 'returned' in session
}

export function person(...named: readonly (readonly [IdentifierKind, string])[]): Subjects {
  const identifiers = named.flatMap(([kind, value]) => {
    const parsed = parseIdentifier(kind, value, { country: tenant.country, form: 'on-premises' })
    return parsed.ok ? [parsed.identifier] : []
  })
  return [{ key: '1.consumer-1', type: 'consumer', identifiers, attachedKeys: [] }]
}

export const annAlone = person(['phone', ann.phone])

export function runContext(action: Action): RunContext {
  return { runId: 'run-1', action, salt: 'salt', again: false, signal: new AbortController().signal }
}

export async function findIn(
  session: FavoritesSession,
  subjects: Subjects,
  action: Action = 'export',
): Promise<readonly Finding[]> {
  return findingsOf(session.find(subjects, runContext(action)))
}

export async function returnedIn(session: FavoritesSession): Promise<readonly Finding[]> {
  return findingsOf(session.returned(runContext('forget')))
}

export function eraseIn(session: FavoritesSession, findings: readonly Finding[]): Promise<Fates> {
  return fatesOf(session.erase(recordedOf(findings), runContext('forget')))
}

export async function leftIn(
  session: FavoritesSession,
  subjects: Subjects,
  findings: readonly Finding[],
): Promise<number> {
  const left: readonly Left[] = await session.verify(subjects, recordedOf(findings), runContext('forget'))
  return left.reduce((sum, { rows }) => sum + rows, 0)
}

/** Find, erase and verify, as a run does. */
export async function forgetIn(session: FavoritesSession, subjects: Subjects): Promise<readonly Finding[]> {
  const findings = await findIn(session, subjects, 'forget')
  await eraseIn(session, findings)
  await leftIn(session, subjects, findings)
  return findings
}

export async function* recordedOf(findings: readonly Finding[]): AsyncIterable<RecordedFinding> {
  for (const finding of findings) {
    const recorded = asRecorded(finding)
    if (recorded !== null) yield await Promise.resolve(recorded)
  }
}
