/** A folder with a settings file, and products whose schemas are small enough to read here. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

import { SettingsInvalid, type SettingsProblem } from '../../../src/domain/errors.ts'
import { loadSettings } from '../../../src/app/settings/load.ts'
import type { KnownProducts } from '../../../src/app/settings/products.ts'
import type { Settings } from '../../../src/app/settings/settings.ts'

export const someProducts: KnownProducts = {
  'info-mart': {
    settingsSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['database'],
      properties: {
        database: { type: 'string' },
        tenantDbid: { type: 'integer' },
        exclude: { type: 'array', items: { type: 'string' } },
      },
    },
  },
  outbound: {
    settingsSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['database'],
      properties: {
        database: { type: 'string' },
        callingLists: { type: 'array' },
        doNotCall: { type: 'array' },
        requestLogs: { type: 'array' },
      },
    },
    checkSettings: () => [{ pointer: '/callingLists', message: 'the product has a say of its own' }].slice(1),
  },
  'log-files': {
    settingsSchema: {
      type: 'object',
      additionalProperties: false,
      required: ['paths'],
      properties: { paths: { type: 'array', items: { type: 'string', 'x-path': true } } },
    },
  },
}

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-settings-')))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export interface Attempt {
  readonly environment?: Readonly<Record<string, string>>
  readonly products?: KnownProducts
}

/** A folder with `inbox`, `outbox` and the SQLite file `old.db`, in which the settings are read. */
export function preparedFolder(): string {
  const folder = temporaryFolder()
  for (const name of ['inbox', 'outbox']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'old.db'), '')
  return folder
}

export function settingsIn(folder: string, text: string, attempt: Attempt = {}): Settings {
  const file = join(folder, 'lethe.yaml')
  writeFileSync(file, text)
  return loadSettings({
    file,
    environment: attempt.environment ?? {},
    products: attempt.products ?? someProducts,
  })
}

export function problemsIn(folder: string, text: string, attempt: Attempt = {}): readonly SettingsProblem[] {
  try {
    settingsIn(folder, text, attempt)
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.problems
    throw error
  }
  return []
}

/** The shortest settings that hold, with further lines of the tenant. */
export function tenantLines(...lines: readonly string[]): string {
  const tenant = ['name: acme', 'tenantKey: 1', 'directory: ./inbox', 'country: US', 'timeZone: America/New_York']
  const products = ['products:', '  - { product: info-mart, database: old }']
  const overridden = tenant.filter((line) => !lines.some((other) => other.split(':')[0] === line.split(':')[0]))
  const own = lines.some((line) => line.startsWith('products:')) ? [] : products
  return ['tenants:', '  -', ...[...overridden, ...lines, ...own].map((line) => `    ${line}`)].join('\n')
}

export const oldDatabase = 'databases:\n  old: { client: better-sqlite3, filename: ./old.db }\n'
