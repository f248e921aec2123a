/** One Java process with H2 databases in memory; statements go in and answers come out, a line each. */

import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** An array is one parameter that holds many texts. */
export type H2Parameter = string | number | null | readonly (string | null)[]

export type Answer =
  { readonly kind: 'rows' | 'changed'; readonly count: number } | { readonly kind: 'error'; readonly message: string }

export interface H2 {
  /** Goes on with a new, empty database. */
  readonly open: (url: string) => Promise<void>
  /** `undo`: as if it had not been executed. */
  readonly execute: (sql: string, parameters: readonly H2Parameter[], then: 'keep' | 'undo') => Promise<Answer>
}

const jar = process.env['LETHE_H2_JAR'] ?? '/usr/share/java/h2.jar'
const runner = fileURLToPath(new URL('Runner.java', import.meta.url))

/** Throws with the command that installs what is missing. */
export async function withH2(work: (h2: H2) => Promise<void>): Promise<void> {
  requireJava()
  const java = spawn('java', ['-cp', jar, runner], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: java.stdout })[Symbol.asyncIterator]()
  const ask = async (fields: readonly string[]): Promise<string> => {
    java.stdin.write(`${fields.join('\t')}\n`)
    const { value, done } = await lines.next()
    if (done === true) throw new Error('the Java process has ended')
    return value
  }
  try {
    await work({
      open: async (url) => {
        await ask(['open', encodeURIComponent(url)])
      },
      execute: async (sql, parameters, then) =>
        answerIn(await ask([then, encodeURIComponent(sql), ...parameters.map(encoded)])),
    })
  } finally {
    java.stdin.end()
  }
}

function requireJava(): void {
  const install = 'install both with `apt-get install openjdk-17-jdk-headless libh2-java`'
  try {
    execFileSync('javac', ['-version'], { stdio: 'ignore' })
  } catch (error) {
    throw new Error(`\`npm run test:h2\` needs Java 17 with its compiler, and H2: ${install}`, { cause: error })
  }
  if (!existsSync(jar)) throw new Error(`\`npm run test:h2\` needs H2, and ${jar} is not there: ${install}`)
}

function encoded(parameter: H2Parameter): string {
  if (parameter === null) return '-'
  if (typeof parameter === 'number') return `n${parameter}`
  if (typeof parameter === 'string') return `s${encodeURIComponent(parameter)}`
  return `a${parameter.map(encoded).join(',')}`
}

function answerIn(line: string): Answer {
  const [, kind, rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
  return kind === 'rows' || kind === 'changed' ? { kind, count: Number(rest) } : { kind: 'error', message: rest }
}
