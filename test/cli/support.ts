/** Runs the built command line as operators do, in a folder of its own. */

import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import type { Call, Output } from '../../src/cli/process-io.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export function lethe(
  folder: string,
  operands: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...environment }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...operands], { cwd: folder, env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err })
    })
  })
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-cli-')))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** The JSON lines that a program would read. */
export function linesOf(ended: Ended): readonly Record<string, unknown>[] {
  return ended.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value: unknown = JSON.parse(line)
      return { ...Object(value) }
    })
}

export interface Written {
  readonly call: Call
  readonly out: () => string
  readonly err: () => string
}

/** A call whose outputs are kept, for functions that take one. */
export function callWith(options: Readonly<Record<string, string | boolean>>, terminal = false): Written {
  const texts = { out: '', err: '' }
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal: terminal,
    live: null,
    hasColours: false,
    columns: 80,
    gone: new AbortController().signal,
    write: async (text) => {
      texts[name] += text
    },
  })
  const call: Call = {
    io: {
      operands: [],
      environment: {},
      workingDirectory: '/',
      out: output('out'),
      err: output('err'),
      ask: null,
      signal: new AbortController().signal,
      checkpoint: () => {},
    },
    config: '/lethe.yaml',
    configGiven: false,
    json: !terminal,
    operands: [],
    options: {
      text: (name) => (typeof options[name] === 'string' ? options[name] : null),
      flag: (name) => options[name] === true,
    },
  }
  return { call, out: () => texts.out, err: () => texts.err }
}
