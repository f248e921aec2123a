/** The `sftp` command as senders run it: batches of its commands, which can be slowed, stopped and killed. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'

import type { SftpServer } from '../support/sftp-server.ts'

export interface Transfer {
  /** Rejects with what the client said unless it ended well. */
  readonly done: Promise<void>
  /** The client stands still in the middle of what it does; the connection stays. */
  readonly stall: () => void
  readonly goOn: () => void
  /** The client dies; resolves when it has. */
  readonly kill: () => Promise<void>
}

export interface Uploader {
  /** Commands of sftp's batch mode, one after the other; bytes that are no UTF-8 travel as latin1 characters. */
  readonly batch: (...commands: readonly string[]) => Promise<void>
  /** Uploads to the path (as it is called on this machine), with options of `put` such as `-p`. */
  readonly put: (path: string, content: string | Buffer, options?: string) => Promise<void>
  /** Uploads to the folder, by name, over one connection. */
  readonly putAll: (folder: string, contents: ReadonlyMap<string, string>) => Promise<void>
  /** Begins an upload at so many KiB per second; `resume` goes on with a part that stands there. */
  readonly begin: (path: string, content: string | Buffer, kibPerSecond: number, resume?: boolean) => Promise<Transfer>
  /** A file on the sender's machine. */
  readonly local: (name: string, content: string | Buffer) => Promise<string>
  readonly remote: (path: string) => string
  readonly close: () => Promise<void>
}

export async function openUploader(server: SftpServer): Promise<Uploader> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-sender-'))
  let files = 0
  const start = (commands: readonly string[], options: readonly string[] = []) => transfer(server, commands, options)
  const batch = (...commands: readonly string[]) => start(commands).done
  const local = async (name: string, content: string | Buffer): Promise<string> => {
    const path = join(folder, `${++files}-${name}`)
    await writeFile(path, content)
    return path
  }
  const commandOf = async (verb: string, path: string, content: string | Buffer): Promise<string> => {
    const source = await local(
      basename(path)
        .replaceAll(/[^\w.-]/g, '')
        .slice(0, 100),
      content,
    )
    return `${verb} "${source}" "${quoted(server.remotePath(path))}"`
  }
  return {
    batch,
    local,
    remote: server.remotePath,
    put: async (path, content, options = '') => batch(await commandOf(`put ${options}`, path, content)),
    putAll: async (folder, contents) => {
      const commands = [...contents].map(([name, content]) => commandOf('put', join(folder, name), content))
      await batch(...(await Promise.all(commands)))
    },
    begin: async (path, content, kibPerSecond, resume = false) =>
      start(
        [await commandOf(resume ? 'reput' : 'put', path, content)],
        ['-B', '1024', '-R', '1', '-l', String(kibPerSecond * 8)],
      ),
    close: () => rm(folder, { recursive: true }),
  }
}

function quoted(path: string): string {
  return path.replaceAll(/["\\]/g, '\\$&')
}

function transfer(server: SftpServer, commands: readonly string[], options: readonly string[]): Transfer {
  const { clientKey, port, account } = server
  const ssh = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'IdentitiesOnly=yes', 'LogLevel=ERROR']
  const rules = ssh.flatMap((rule) => ['-o', rule])
  const operands = ['-q', '-F', 'none', ...rules, '-i', clientKey, '-P', String(port), ...options, '-b', '-']
  const child = spawn('sftp', [...operands, `${account}@127.0.0.1`], { stdio: ['pipe', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  const ended = once(child, 'close')
  child.stdin.end(Buffer.from(`${commands.join('\n')}\n`, 'latin1'))
  const done = ended.then(async ([code]: unknown[]) => {
    if (code !== 0) throw new Error(`sftp ended with ${String(code)}: ${await said}`)
  })
  // Who kills it does not ask how it ended.
  done.catch(() => {})
  return {
    done,
    stall: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
