/** `lethe alive`: whether a daemon on this machine gives signs of life. Opens no database, and looks at nothing else. */

import { loadInstallation } from '../../app/settings/installation.ts'
import { stateDirectory } from '../../app/places.ts'
import { isAlive, latestSign } from '../../app/watch/alive.ts'

import type { Call, ExitCode } from '../process-io.ts'
import { report } from '../report.ts'

/** Exit code 1 when it gives none. */
export async function tellAlive(call: Call): Promise<ExitCode> {
  const settings = loadInstallation(call.config, call.io.environment)
  const seconds = latestSign(stateDirectory(settings))
  const alive = isAlive(seconds)
  const since = seconds === null ? 'there is none' : `the latest is ${seconds} s old`
  await report(call, { event: 'alive', alive, seconds }, `${alive ? 'alive' : 'no sign of life'}: ${since}\n`)
  return alive ? 0 : 1
}
