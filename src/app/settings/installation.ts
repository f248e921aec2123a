/** The settings of this installation: the file, checked against the products that exist. */

import { products } from '../../products/index.ts'

import { loadSettings } from './load.ts'
import type { Environment } from './secrets.ts'
import type { Settings } from './settings.ts'

/** Throws SettingsInvalid with every problem at once. */
export function loadInstallation(file: string, environment: Environment): Settings {
  return loadSettings({ file, environment, products })
}
