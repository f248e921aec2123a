/** An oracledb connection without a server: binds are looked at, and answered from memory in the form asked for. */

import { Writable } from 'node:stream'

import oracledb from 'oracledb'

import type { Parameter, Server } from './server.ts'

type Callback = (error: unknown, result?: unknown) => void

/** Puts the server behind every connection that oracledb hands out in this process. */
export function wireOracle(server: Server): void {
  Reflect.set(oracledb, 'getConnection', () => Promise.resolve(connectionTo(server)))
}

function connectionTo(server: Server): object {
  const done = (callback?: Callback): Promise<void> => {
    callback?.(null)
    return Promise.resolve()
  }
  return {
    execute: (sql: string, binds: readonly unknown[] = [], options: object = {}, callback?: Callback) => {
      const rows = server.answer(sql, binds.map(parameterOf)).map((row) => shaped(row, options))
      const result = Reflect.get(options, 'resultSet') === true ? { resultSet: resultSetOf(rows) } : { rows }
      callback?.(null, result)
      return Promise.resolve(result)
    },
    executeMany: (sql: string, rows: readonly (readonly unknown[])[], { bindDefs }: oracledb.ExecuteManyOptions) => {
      const [first = []] = rows
      if (!Array.isArray(bindDefs) || bindDefs.length !== first.length)
        throw new TypeError('binds without a definition')
      server.answer(sql, first.map(parameterOf))
      return Promise.resolve({ rowsAffected: rows.length })
    },
    createLob: () => Promise.resolve(new RememberedLob()),
    commit: done,
    rollback: done,
    break: () => Promise.resolve(),
    close: () => Promise.resolve(),
    release: () => Promise.resolve(),
  }
}

/** The driver returns arrays unless it is asked for objects. */
function shaped(row: Readonly<Record<string, unknown>>, options: object): unknown {
  return Reflect.get(options, 'outFormat') === oracledb.OUT_FORMAT_OBJECT ? row : Object.values(row)
}

function resultSetOf(rows: readonly unknown[]): object {
  const left = [...rows]
  return {
    getRows: (count: number, callback?: Callback) => {
      const some = left.splice(0, count)
      callback?.(null, some)
      return Promise.resolve(some)
    },
    close: (callback?: Callback) => {
      callback?.(null)
      return Promise.resolve()
    },
  }
}

/** A LOB of ours, before it is destroyed. */
class RememberedLob extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk.toString()
    callback()
  }
}

/** A plain value, or a CLOB for what may be longer than a VARCHAR2. */
function parameterOf(bind: unknown): Parameter {
  if (bind === null || typeof bind === 'number') return bind
  if (typeof bind === 'string') {
    if (bind.startsWith('[')) throw new TypeError('a JSON parameter that is no CLOB ends at 32,767 bytes')
    return bind
  }
  const { val, type, dir }: Record<string, unknown> = { ...Object(bind) }
  if (val instanceof RememberedLob && type === oracledb.CLOB && dir === oracledb.BIND_IN) return val.text
  throw new TypeError('a bind of an unexpected kind')
}
