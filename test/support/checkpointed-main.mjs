/**
 * The built command with a listener at every point where something becomes lasting: counts them, or ends the process
 * with SIGKILL at one of them. Only tests start it.
 *
 * LETHE_POINTS: a file to which each point is appended as a line. LETHE_KILL: number of the point, from 0, at which the
 * process ends. Points of the code itself come through `checkpoint`; writes, flushes, renames and removals of files are
 * seen at the runtime's own functions, so that every product's are seen without its help.
 */

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

const pointsFile = process.env.LETHE_POINTS
const fatal = Number(process.env.LETHE_KILL ?? -1)
const points = pointsFile === undefined ? null : fs.openSync(pointsFile, 'a')
const writeSync = fs.writeSync
let count = 0

function checkpoint(point, moment) {
  const number = count++
  if (points !== null) writeSync(points, `${moment} ${point}\n`)
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

for (const name of ['rename', 'unlink']) {
  watchSync(`${name}Sync`, `file:${name}`)
  watchAsync(fs.promises, name, `file:${name}`)
}
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
  out: openOutput(process.stdout),
  err: openOutput(process.stderr),
  signal: stop.signal,
  checkpoint,
})
