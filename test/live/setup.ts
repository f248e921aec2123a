/** Hands the server of `LETHE_LIVE_URL` to the tests; nothing is started. */

import type { TestProject } from 'vitest/node'

import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { liveSettings } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Only where tests run against a server from outside. */
    live?: DatabaseSettings
  }
}

export function setup(project: TestProject): void {
  const url = process.env['LETHE_LIVE_URL']
  if (url === undefined || url === '')
    throw new Error('set LETHE_LIVE_URL to a server with an empty schema of your own')
  project.provide('live', liveSettings(url))
}
