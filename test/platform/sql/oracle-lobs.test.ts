/** Texts above the size of a VARCHAR2 reach Oracle as LOBs that live as long as the rows of their statement, and no longer. */

import { Writable } from 'node:stream'

import oracledb from 'oracledb'
import { describe, expect, it } from 'vitest'

import { keepLobs } from '../../../src/platform/sql/dialects/oracle-lobs.ts'

class NotedLob extends Writable {
  readonly #said: string[]

  constructor(said: string[]) {
    // A LOB of the server outlives what was written to it.
    super({ autoDestroy: false })
    this.#said = said
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.#said.push(`written ${chunk.length}`)
    callback()
  }

  override _destroy(_error: Error | null, callback: () => void): void {
    this.#said.push('freed')
    callback()
  }
}

/** As much of a driver as executes a statement with a LOB. */
function driver(execute: (said: string[], binds: readonly unknown[]) => unknown) {
  const said: string[] = []
  const connection = {
    createLob: () => Promise.resolve(new NotedLob(said)),
    execute: (_sql: string, binds: readonly unknown[]): Promise<unknown> =>
      Promise.resolve().then(() => execute(said, binds)),
  }
  keepLobs(connection)
  return { said, connection }
}

const text = 'x'.repeat(40_000)
const clob = { val: text, type: oracledb.CLOB, dir: oracledb.BIND_IN }
const resultSet = (said: string[]) => ({
  close: () => {
    said.push('closed')
    return Promise.resolve()
  },
})

describe('a LOB', () => {
  it('is freed once the rows that it leads to are read', async () => {
    const { said, connection } = driver((heard, binds) => {
      heard.push(`executed with ${binds.map((bind) => typeof Reflect.get(Object(bind), 'val')).join()}`)
      return { resultSet: resultSet(heard) }
    })
    const { resultSet: rows } = Object(await connection.execute('select 1', [clob, 7]))
    expect(said).toEqual(['written 40000', 'executed with object,undefined'])
    await rows.close()
    expect(said.slice(2)).toEqual(['closed', 'freed'])
  })

  it('is freed at once where there are no rows to read, and where the statement fails', async () => {
    const changing = driver((heard) => heard.push('executed'))
    await changing.connection.execute('update t', [clob])
    expect(changing.said).toEqual(['written 40000', 'executed', 'freed'])
    const failing = driver(() => {
      throw new Error('ORA-00942')
    })
    await expect(failing.connection.execute('select 1', [clob])).rejects.toThrow('ORA-00942')
    expect(failing.said).toEqual(['written 40000', 'freed'])
  })

  it('serves those that call back as those that wait', async () => {
    const { said, connection } = driver((heard) => ({ resultSet: resultSet(heard) }))
    const execute = Reflect.get(connection, 'execute')
    const result: { readonly resultSet: { readonly close: (done: () => void) => void } } = await new Promise(
      (resolve, reject) =>
        Reflect.apply(execute, connection, [
          'select 1',
          [clob],
          {},
          (error: unknown, value: never) => {
            if (error === null) resolve(value)
            else reject(new Error('failed', { cause: error }))
          },
        ]),
    )
    await new Promise<void>((resolve) => {
      result.resultSet.close(resolve)
    })
    expect(said).toEqual(['written 40000', 'closed', 'freed'])
  })
})
