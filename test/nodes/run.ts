/**
 * A broad sample of the tests under other releases of Node: `npm run test:node`, or `npm run test:node -- 24` for one of them.
 *
 * The npm package `node` brings the release. Each has a copy of the project and packages of its own, in a folder below the
 * system's temporary one: better-sqlite3 is compiled anew for each (minutes, once for each lock file).
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Release {
  readonly version: string
  /** Why it does not pass as yet; then it is only asked whether that is still so. */
  readonly fails?: string
}

/** LTS releases above the one that `engines` begins with; the newest that passes is the Dockerfile's. */
const releases: readonly Release[] = [
  { version: '22.23.3' },
  {
    version: '24.21.0',
    fails: 'from 24.19 on a statement of better-sqlite3 12 that is collected outside of any context ends the process',
  },
]

/** Engines, drivers, files, processes and watching: what a release of Node can change. */
const sample = [
  'test/app',
  'test/cli',
  'test/contract',
  'test/crash/sample.test.ts',
  'test/platform/archive',
  'test/platform/crypto',
  'test/platform/csv',
  'test/platform/files',
  'test/platform/http',
  'test/platform/sql/live-tables.test.ts',
  'test/platform/sql/streams.test.ts',
  'test/platform/text',
  'test/products',
  'test/records',
  'test/stages',
]

const root = fileURLToPath(new URL('../../', import.meta.url))

function log(text: string): void {
  process.stdout.write(`\n== ${text}\n`)
}

/** The folder with the binary of that release. */
function bringNode(folder: string, release: string): string {
  const programs = join(folder, 'node/node_modules/node/bin')
  if (!existsSync(join(programs, 'node'))) {
    mkdirSync(join(folder, 'node'), { recursive: true })
    writeFileSync(join(folder, 'node/package.json'), '{ "private": true }')
    run(process.env, join(folder, 'node'), [
      'npm',
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      `node@${release}`,
    ])
  }
  return programs
}

/** Headers come with the binary: nothing is fetched from anywhere else. */
function headersOf(folder: string): Readonly<Record<string, string>> {
  const platform = join(folder, 'node/node_modules/node/node_modules', `node-${process.platform}-${process.arch}`)
  return existsSync(join(platform, 'include')) ? { npm_config_nodedir: platform } : {}
}

/** What git knows or would take, as it stands now; packages stay. */
function copyProject(target: string): void {
  mkdirSync(target, { recursive: true })
  for (const name of readdirSync(target)) if (name !== 'node_modules') rmSync(join(target, name), { recursive: true })
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const path of listed.toString().split('\0')) {
    if (path === '' || !existsSync(join(root, path))) continue
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(root, path), join(target, path))
  }
}

function passes(env: NodeJS.ProcessEnv, cwd: string, [program = '', ...operands]: readonly string[]): boolean {
  return spawnSync(program, operands, { cwd, env, stdio: 'inherit' }).status === 0
}

function run(env: NodeJS.ProcessEnv, cwd: string, command: readonly string[]): void {
  if (!passes(env, cwd, command)) throw new Error(`failed: ${command.join(' ')}`)
}

function install(env: NodeJS.ProcessEnv, project: string): void {
  const marker = join(project, 'node_modules/.lethe-lock')
  const lock = createHash('sha256')
    .update(readFileSync(join(project, 'package-lock.json')))
    .digest('hex')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  run(env, project, ['npm', 'ci'])
  writeFileSync(marker, lock)
}

/** Whether all went as expected. */
function testUnder({ version, fails }: Release): boolean {
  const folder = join(tmpdir(), 'lethe-nodes', version)
  const programs = bringNode(folder, version)
  const env = { ...process.env, ...headersOf(folder), PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` }
  const project = join(folder, 'project')
  copyProject(project)
  install(env, project)
  run(env, project, ['npm', 'run', '--silent', 'build'])
  if (fails !== undefined && !passes(env, project, ['node', 'dist/main.js', 'demo'])) {
    log(`Node ${version} fails as known: ${fails}`)
    return true
  }
  const passed = passes(env, project, ['npx', 'vitest', 'run', '--project', 'fast', ...sample])
  if (passed && fails !== undefined) log(`Node ${version} passes now: say so here, and in the Dockerfile`)
  return passed === (fails === undefined)
}

const asked = process.argv.slice(2)
const chosen = releases.filter(({ version }) => asked.length === 0 || asked.includes(version.split('.')[0] ?? ''))
if (chosen.length === 0) throw new Error('name releases by their first number, or none for all')
const surprises = chosen.filter((release) => {
  log(`Node ${release.version}`)
  return !testUnder(release)
})
log(surprises.length === 0 ? 'as expected' : `not as expected: ${surprises.map(({ version }) => version).join(', ')}`)
process.exitCode = surprises.length === 0 ? 0 : 1
