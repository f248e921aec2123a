/** Opens the services for a command: settings from the file named by the call, the log on the error output. */

import { withServices, type Services } from '../app/compose.ts'
import { loadInstallation } from '../app/settings/installation.ts'
import type { Settings } from '../app/settings/settings.ts'

import type { Call } from './process-io.ts'

export async function withCallServices<T>(call: Call, work: (services: Services) => Promise<T>): Promise<T> {
  const settings = loadInstallation(call.config, call.io.environment)
  const sink = { write: (line: string) => void call.io.err.write(line) }
  return withServices(quietened(settings, call), sink, work, call.io.checkpoint)
}

/** On a terminal people read the progress and the table: of the log only what they must know is left. */
function quietened(settings: Settings, call: Call): Settings {
  const quiet = !call.json && settings.log.level === 'info'
  return quiet ? { ...settings, log: { level: 'warn' } } : settings
}
