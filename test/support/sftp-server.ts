/** A real OpenSSH server on loopback, with keys and settings of its own, whose accounts can only drop files. */

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'

import { vi } from 'vitest'

const run = promisify(execFile)

export interface SftpServer {
  readonly port: number
  /** The account of the clients: never root where the tests run as root. */
  readonly account: string
  readonly clientKey: string
  /** Makes a folder for uploads that the clients may write into, and we; returns its path on this machine. */
  readonly makeUploadFolder: (path: string) => Promise<string>
  /** How clients call what stands at that path on this machine. */
  readonly remotePath: (path: string) => string
  readonly stop: () => Promise<void>
}

const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'].find((path) => existsSync(path))
const isRoot = process.getuid?.() === 0
/** Exists on every Debian, has no password and no home; needs none, since it never gets a shell. */
const account = isRoot ? 'nobody' : userInfo().username

/** As root the clients are locked into the server's folder; without root sshd cannot do that and starts them there. */
export async function startSftpServer(): Promise<SftpServer> {
  if (sshd === undefined) {
    throw new Error(
      'These tests upload to a real OpenSSH server. Install it: sudo apt-get install -y openssh-server openssh-client',
    )
  }
  const home = await makeHome()
  const root = join(home, 'root')
  await mkdir(root, { mode: 0o755 })
  const clientKey = await makeKeys(home)
  const port = await freePort()
  const config = join(home, 'sshd_config')
  await writeFile(config, configOf({ home, root, port }))
  const server = spawn(sshd, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  await accepting(server, port)
  return {
    port,
    account,
    clientKey,
    makeUploadFolder: async (path) => makeUploadFolder(join(root, path)),
    remotePath: (path) => (isRoot ? `/${relative(root, path)}` : path),
    stop: async () => {
      server.kill('SIGTERM')
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** sshd locks nobody into a folder that others could replace: none of those above it may be writable for all. */
async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(isRoot ? '/var/lib' : tmpdir(), 'lethe-sftp-'))
  await chmod(home, 0o755)
  // Where sshd drops its rights; a service manager would make it.
  if (isRoot) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  return home
}

async function makeKeys(home: string): Promise<string> {
  for (const name of ['host_key', 'client_key']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(home, name)])
  }
  await copyFile(join(home, 'client_key.pub'), join(home, 'authorized_keys'))
  return join(home, 'client_key')
}

function configOf({ home, root, port }: { readonly home: string; readonly root: string; readonly port: number }) {
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(home, 'host_key')}`,
    `AuthorizedKeysFile ${join(home, 'authorized_keys')}`,
    `AllowUsers ${account}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    'LogLevel ERROR',
    'Subsystem sftp internal-sftp',
    `ForceCommand internal-sftp -u 022${isRoot ? '' : ` -d ${root}`}`,
    ...(isRoot ? [`ChrootDirectory ${root}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

async function makeUploadFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o755 })
  if (isRoot) {
    const { stdout } = await run('id', ['-u', account])
    await chown(path, Number(stdout), process.getgid?.() ?? 0)
  }
  await chmod(path, 0o775)
  return path
}

async function accepting(server: ChildProcess, port: number): Promise<void> {
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await vi.waitFor(
    async () => {
      if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`)
      await new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy()
          resolve()
        })
        socket.once('error', reject)
      })
    },
    { timeout: 10_000, interval: 20 },
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port could be had')
  return address.port
}
