/** Asks at the terminal of the process. */

import { once } from 'node:events'

/** Empty when the answer is; Ctrl-C is a signal to the process as always. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    // Whoever closes the input answers nothing.
    const closed = once(lines, 'close').then(() => '')
    return await Promise.race([lines.question(question, { signal }), closed])
  } finally {
    lines.close()
  }
}
