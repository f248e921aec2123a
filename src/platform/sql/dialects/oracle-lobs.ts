/**
 * Texts above 32,767 bytes travel as LOBs of our own. Those that the driver makes of a text are freed by its next message to
 * the server, which may be the one that fetches further rows of the statement that reads the LOB.
 */

import { once } from 'node:events'
import type { Writable } from 'node:stream'

import oracledb from 'oracledb'

type Callback = (error: unknown, result?: unknown) => void

interface Executed {
  readonly resultSet?: { readonly close: (callback?: Callback) => Promise<void> | undefined }
}

interface Executing {
  readonly createLob: (type: oracledb.DbType) => Promise<Lob>
}

type Lob = Writable

/** Changes how this connection executes: its LOBs live as long as the rows of the statement, and no longer. */
export function keepLobs(connection: object & Executing): void {
  const execute: unknown = Reflect.get(connection, 'execute')
  if (typeof execute !== 'function') throw new TypeError('the driver executes nothing')
  const run = async (sql: string, binds: unknown, options: object): Promise<unknown> => {
    const lobs: Lob[] = []
    const release = (): Promise<void> => releaseAll(lobs)
    try {
      const bound = Array.isArray(binds) ? await asLobs(connection, binds, lobs) : binds
      const result: unknown = await Reflect.apply(execute, connection, [sql, bound, options])
      if (!keepsReading(result)) await release()
      else if (lobs.length > 0) afterClose(result.resultSet, release)
      return result
    } catch (error) {
      await release()
      throw error
    }
  }
  Reflect.set(connection, 'execute', (sql: string, binds: unknown = [], options: object = {}, callback?: Callback) => {
    const result = run(sql, binds, options)
    if (callback === undefined) return result
    result.then(
      (value) => {
        callback(null, value)
      },
      (error: unknown) => {
        callback(error)
      },
    )
    return undefined
  })
}

async function asLobs(connection: Executing, binds: readonly unknown[], lobs: Lob[]): Promise<readonly unknown[]> {
  const bound: unknown[] = []
  for (const bind of binds) {
    const text = clobText(bind)
    if (text === null) {
      bound.push(bind)
      continue
    }
    const lob = await connection.createLob(oracledb.CLOB)
    lobs.push(lob)
    await written(lob, text)
    bound.push({ val: lob, type: oracledb.CLOB, dir: oracledb.BIND_IN })
  }
  return bound
}

function clobText(bind: unknown): string | null {
  if (typeof bind !== 'object' || bind === null || !('val' in bind) || !('type' in bind)) return null
  return bind.type === oracledb.CLOB && typeof bind.val === 'string' ? bind.val : null
}

function written(lob: Lob, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    lob.once('error', reject)
    lob.end(text, () => {
      resolve()
    })
  })
}

function keepsReading(result: unknown): result is Required<Executed> {
  return typeof result === 'object' && result !== null && Reflect.get(result, 'resultSet') instanceof Object
}

function afterClose(resultSet: Required<Executed>['resultSet'], release: () => Promise<void>): void {
  const close = resultSet.close.bind(resultSet)
  Reflect.set(resultSet, 'close', (callback?: Callback) => {
    const closed = (close() ?? Promise.resolve()).finally(release)
    if (callback === undefined) return closed
    closed.then(() => {
      callback(null)
    }, callback)
    return undefined
  })
}

/** A connection that is gone has taken its LOBs with it. */
async function releaseAll(lobs: readonly Lob[]): Promise<void> {
  for (const lob of lobs) {
    if (lob.closed) continue
    lob.on('error', () => {})
    const gone = once(lob, 'close').catch(() => [])
    lob.destroy()
    await gone
  }
}
