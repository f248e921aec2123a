/** Settings of the Web Services product. What stands in `storage` is to be confirmed on site. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { problemOfAddress, type HttpSettings, type HttpTls } from '../../platform/http/settings.ts'

type Header = { readonly name: string; readonly value: string } | { readonly name: string; readonly secret: string }

/** How a setting is named in a call that changes it. */
export type ChangeBy = 'body' | 'path'

interface StorageSettings {
  readonly settingsPath?: string
  readonly usersPath?: string
  readonly favoriteAt?: readonly string[]
  readonly changeBy?: ChangeBy
}

export interface WebServicesSettings {
  readonly baseUrl: string
  readonly user?: string
  readonly password?: string
  readonly headers?: readonly Header[]
  readonly tls?: HttpTls
  readonly groups?: readonly string[]
  readonly exclude?: readonly string[]
  readonly userSettings?: boolean
  readonly timeoutMs?: number
  readonly concurrency?: number
  readonly callsPerSecond?: number
  readonly maxResponseBytes?: number
  readonly storage?: StorageSettings
}

/** Belongs to the administrator of the site; the group's name is to be confirmed on site. */
export const corporateFavorites = 'interaction-workspace-corporate-favorites'

/** Items of a list in the attribute `value`: the form of the documented samples. To be confirmed on site. */
export const defaultFavoriteAt: readonly string[] = ['/value/#']

/** The settings with every default in its place. */
export interface WebSite {
  readonly http: HttpSettings
  /** Null: all groups. */
  readonly groups: readonly string[] | null
  readonly exclude: readonly string[]
  readonly userSettings: boolean
  readonly settingsPath: string
  readonly usersPath: string
  readonly favoriteAt: readonly string[]
  readonly changeBy: ChangeBy
}

export function siteOf(settings: WebServicesSettings): WebSite {
  const storage = settings.storage ?? {}
  return {
    http: httpOf(settings),
    groups: settings.groups ?? null,
    exclude: settings.exclude ?? [corporateFavorites],
    userSettings: settings.userSettings ?? true,
    settingsPath: storage.settingsPath ?? '/api/v2/settings',
    usersPath: storage.usersPath ?? '/api/v2/users',
    favoriteAt: storage.favoriteAt ?? defaultFavoriteAt,
    changeBy: storage.changeBy ?? 'body',
  }
}

function httpOf(settings: WebServicesSettings): HttpSettings {
  return {
    name: 'Web Services',
    baseUrl: settings.baseUrl,
    headers: { ...loginOf(settings), ...headersOf(settings.headers ?? []) },
    tls: settings.tls ?? {},
    timeoutMs: settings.timeoutMs ?? 30_000,
    connections: settings.concurrency ?? 4,
    callsPerSecond: settings.callsPerSecond ?? 50,
    maxResponseBytes: settings.maxResponseBytes ?? 16 * 1024 * 1024,
  }
}

function loginOf({ user, password }: WebServicesSettings): Readonly<Record<string, string>> {
  if (user === undefined) return {}
  return { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` }
}

function headersOf(headers: readonly Header[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headers.map((header) => [header.name.toLowerCase(), 'secret' in header ? header.secret : header.value]),
  )
}

export function problemsOf(settings: WebServicesSettings): readonly SettingsProblem[] {
  const problem = problemOfAddress(settings.baseUrl, settings.tls ?? {})
  return problem === null ? [] : [{ pointer: '/baseUrl', message: `\`baseUrl\` ${problem}` }]
}
