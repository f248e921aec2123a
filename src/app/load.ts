/** The settings of this installation: the file, checked against the products that exist. */

import { products } from '../products/index.ts'

import { loadSettings } from './settings/load.ts'
import type { Environment } from './settings/secrets.ts'
import type { Settings } from './settings/settings.ts'

/** Throws SettingsInvalid with every problem at once. */
export function loadInstallation(file: string, environment: Environment): Settings {
  return loadSettings({ file, environment, products })
}
