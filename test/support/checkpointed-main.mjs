/**
 * The built command with a listener at every point where something becomes lasting: counts them, or ends the process
 * with SIGKILL at one of them. Only tests start it.
 *
 * LETHE_POINTS: a file to which each point is appended as a line. LETHE_KILL: number of the point, from 0, at which the
 * process ends. LETHE_USAGE: a file for the processor time of a process that ends by itself, in milliseconds. Points of
 * the code itself come through `checkpoint`; writes, flushes, renames and removals of files, statements of SQLite that
 * commit by themselves, and calls that change something elsewhere are seen at the runtime's own functions, so that every
 * product's are seen without its help.
 */

import { subscribe } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

import Database from 'better-sqlite3'

const pointsFile = process.env.LETHE_POINTS
const fatal = Number(process.env.LETHE_KILL ?? -1)
const points = pointsFile === undefined ? null : fs.openSync(pointsFile, 'a')
const writeSync = fs.writeSync
let count = 0

if (process.env.LETHE_USAGE !== undefined) {
  const usage = fs.openSync(process.env.LETHE_USAGE, 'w')
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage()
    writeSync(usage, String((userCPUTime + systemCPUTime) / 1000))
  })
}

function checkpoint(point, side) {
  const number = count++
  if (points !== null) writeSync(points, `${side} ${point}\n`)
  if (number === fatal) process.kill(process.pid, 'SIGKILL')
}

/** Outputs of the process are no files. */
const isFile = (descriptor) => typeof descriptor === 'number' && descriptor > 2

function watchSync(name, point, concerns = () => true) {
  const original = fs[name]
  fs[name] = (...parameters) => {
    if (!concerns(...parameters)) return original(...parameters)
    checkpoint(point, 'before')
    const result = original(...parameters)
    checkpoint(point, 'after')
    return result
  }
}

function watchAsync(owner, name, point) {
  const original = owner[name]
  owner[name] = async function (...parameters) {
    checkpoint(point, 'before')
    const result = await Reflect.apply(original, this, parameters)
    checkpoint(point, 'after')
    return result
  }
}

/** A write that was cut off in the middle. */
function tearWrites() {
  const original = fs.writeSync
  fs.writeSync = (file, bytes, ...place) => {
    const [offset, length, position] = place
    const half = length >> 1
    if (!isFile(file) || typeof position !== 'number' || half === 0) return original(file, bytes, ...place)
    const written = original(file, bytes, offset, half, position)
    checkpoint('file:write', 'amid')
    return written + original(file, bytes, offset + written, length - written, position + written)
  }
}

function watchStatements() {
  const database = new Database(':memory:')
  const statements = Object.getPrototypeOf(database.prepare('select 1'))
  database.close()
  const { run } = statements
  statements.run = function (...parameters) {
    if (this.readonly || this.database.inTransaction) return Reflect.apply(run, this, parameters)
    checkpoint('sqlite:statement', 'before')
    const result = Reflect.apply(run, this, parameters)
    checkpoint('sqlite:statement', 'after')
    return result
  }
}

/** `after`: the other side has done it, and we have not yet read that it has. */
function watchCalls() {
  const concerns = ({ method }) => method !== 'GET'
  subscribe('undici:request:create', ({ request }) => {
    if (concerns(request)) checkpoint('http:change', 'before')
  })
  subscribe('undici:request:headers', ({ request }) => {
    if (concerns(request)) checkpoint('http:change', 'after')
  })
}

watchStatements()
watchCalls()
tearWrites()
for (const name of ['rename', 'link', 'unlink']) {
  watchSync(`${name}Sync`, `file:${name}`)
  watchAsync(fs.promises, name, `file:${name}`)
}
for (const name of ['appendFile', 'writeFile']) watchAsync(fs.promises, name, 'file:write')
watchAsync(fs.promises, 'mkdir', 'file:folder')
watchSync('writeSync', 'file:write', isFile)
watchSync('fdatasyncSync', 'file:flush')
watchSync('fsyncSync', 'file:flush')
watchSync('ftruncateSync', 'file:truncate')
const probe = await fs.promises.open(process.execPath, 'r')
const FileHandle = Object.getPrototypeOf(probe)
await probe.close()
for (const name of ['write', 'writeFile']) watchAsync(FileHandle, name, 'file:write')
for (const name of ['sync', 'datasync']) watchAsync(FileHandle, name, 'file:flush')
watchAsync(FileHandle, 'truncate', 'file:truncate')
syncBuiltinESMExports()

const { runCommandLine } = await import('../../dist/cli/program.js')
const { openOutput } = await import('../../dist/cli/output.js')
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
process.exitCode = await runCommandLine({
  operands: process.argv.slice(2),
  environment: process.env,
  workingDirectory: process.cwd(),
  out: openOutput(process.stdout, { environment: process.env, live: null }),
  err: openOutput(process.stderr, { environment: process.env, live: null }),
  signal: stop.signal,
  checkpoint,
})
