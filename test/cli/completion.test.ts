/** What a shell completes, and the manual page: both are made from the commands as they are. */

import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { commands } from '../../src/cli/commands.ts'
import { lethe } from './in-process.ts'
import { temporaryFolder } from './support.ts'

const names = commands.map(({ name }) => name)
const script = async (shell: string) => (await lethe('/nowhere', ['completion', shell])).out

const awaited: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
  ['commands', [''], names, ['--json']],
  ['a command', ['st'], ['status'], ['watch']],
  ['options', ['run', '--te'], ['--tenant'], ['--json']],
  ['common options', ['verify', '--'], ['--config', '--json', '--text'], ['--tenant']],
  ['commands to help with', ['help', 'ver'], ['verify'], ['status']],
  ['shells', ['completion', ''], ['bash', 'zsh', 'fish', 'powershell'], ['run']],
]

describe('bash', () => {
  test.each(awaited)('completes %s', async (_what, words, wanted, unwanted) => {
    const asked = `COMP_WORDS=(lethe ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _lethe
      printf '%s\\n' "\${COMPREPLY[@]}"`
    const answer = execFileSync('bash', ['--norc', '-c', `${await script('bash')}\n${asked}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const offered = answer.toString().split('\n')
    expect(offered).toEqual(expect.arrayContaining([...wanted]))
    for (const word of unwanted) expect(offered).not.toContain(word)
  })

  test('leaves files to the shell', async () => {
    const asked = `COMP_WORDS=(lethe run ''); COMP_CWORD=2; _lethe; echo "\${#COMPREPLY[@]}"; complete -p lethe`
    const answer = execFileSync('bash', ['--norc', '-c', `${await script('bash')}\n${asked}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(answer.toString()).toMatch(/^0\ncomplete -o default -F _lethe lethe/)
  })
})

describe('zsh', () => {
  /** What the shell's own functions are given is what they offer. */
  const frame = (text: string, words: readonly string[]) => `
    compdef() { }
    _describe() { print -rl -- "\${(@P)2}" }
    _arguments() { print -rl -- "$@" }
    ${text}
    words=(lethe ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _lethe`

  test.each(awaited.filter(([what]) => what !== 'commands'))('completes %s', async (_what, words, wanted) => {
    const answer = execFileSync('zsh', ['-f', '-c', frame(await script('zsh'), words)]).toString()
    for (const word of wanted) expect(answer).toContain(word)
  })

  test('completes commands with what they do', async () => {
    const answer = execFileSync('zsh', ['-f', '-c', frame(await script('zsh'), [''])])
      .toString()
      .split('\n')
    for (const { name, summary } of commands) {
      expect(
        answer.some((line) => line.startsWith(`${name}:${summary.slice(0, 10)}`)),
        name,
      ).toBe(true)
    }
  })
})

test.each(['fish', 'powershell'])('%s is told of every command and option', async (shell) => {
  const text = await script(shell)
  for (const { name, options } of commands) {
    expect(text).toContain(name)
    for (const [flags] of options) expect(text, flags).toContain(flags.split(' ')[0]?.slice(2))
  }
})

test('another shell is wrong usage', async () => {
  expect(await lethe('/nowhere', ['completion', 'tcsh'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('bash, zsh'),
  })
})

describe('the manual page', () => {
  test('tells of every command, option, example and exit code', async () => {
    const { out } = await lethe('/nowhere', ['manual'])
    const text = out.replaceAll('\\-', '-')
    for (const { name, options, examples } of commands) {
      expect(text).toContain(`.SS ${name}`)
      for (const words of [...options.map(([flags]) => flags.split(' ')[0] ?? ''), ...examples])
        expect(text).toContain(words)
    }
    expect(text).toContain('.B 130')
  })

  test('renders without a complaint', async () => {
    const file = join(temporaryFolder(), 'lethe.1')
    writeFileSync(file, (await lethe('/nowhere', ['manual'])).out)
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', file])
    expect(stderr.toString()).toBe('')
    expect(stdout.toString()).toContain('the settings; `lethe init` writes the first')
  })
})
