/** Opens the services for a command: settings from the file named by the call, the log on the error output. */

import { withServices, type Services } from '../app/compose.ts'
import { loadInstallation } from '../app/settings/installation.ts'
import type { Settings } from '../app/settings/settings.ts'

import { logText } from './screen/log-lines.ts'
import { sentenceWidth } from './screen/severity-line.ts'
import type { Call, Output } from './process-io.ts'

export async function withCallServices<T>(call: Call, work: (services: Services) => Promise<T>): Promise<T> {
  const settings = loadInstallation(call.config, call.io.environment)
  const { err } = call.io
  const sink = call.json ? { write: (line: string) => void err.write(line) } : sentencesOn(err)
  const onWait: OnWait = (wait, log) => {
    tellWait(call, wait, log)
  }
  return withServices(quietened(settings, call), sink, work, { checkpoint: call.io.checkpoint, onWait })
}

const minuteMs = 60_000

/** A sentence that concerns each run of a pass is told once. */
function sentencesOn(err: Output): { readonly write: (line: string) => void } {
  const told = new Map<string, number>()
  return {
    write: (line) => {
      const text = logText(line, sentenceWidth(err))
      const [now, before] = [performance.now(), told.get(text)]
      if (before !== undefined && now - before < minuteMs) return
      told.set(text, now)
      void err.write(text)
    },
  }
}

type OnWait = NonNullable<NonNullable<Parameters<typeof withServices>[3]>['onWait']>

/** To people in the last line of their terminal, to programs in the log. */
function tellWait({ json, io }: Call, ...[wait, log]: Parameters<OnWait>): void {
  const { err } = io
  if (!json && err.live !== null) {
    err.live.set('wait', wait === null ? null : () => `waiting for ${wait.what}, ${wait.seconds()} s`)
  } else if (wait !== null) {
    if (json) log.info({ reason: wait.what }, 'waiting')
    else void err.write(`waiting for ${wait.what}\n`)
  }
}

/** On a terminal people read the progress and the table: of the log only what they must know is left. */
function quietened(settings: Settings, call: Call): Settings {
  const quiet = !call.json && settings.log.level === 'info'
  return quiet ? { ...settings, log: { level: 'warn' } } : settings
}
