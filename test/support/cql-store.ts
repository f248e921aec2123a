/**
 * Column families in memory, as far as a test of CQL needs them: cells of raw bytes with their time of writing and their time to
 * live, catalogues of both kinds of releases, and the few forms of statements that are understood. Whatever else is asked is
 * an error, as it would be of a name that a release does not know.
 */

export interface StoredColumn {
  readonly name: string
  readonly type: keyof typeof typeCodes
  readonly kind: 'partition_key' | 'clustering' | 'regular' | 'static'
}

export interface StoredFamily {
  readonly keyspace: string
  readonly table: string
  readonly columns: readonly StoredColumn[]
  readonly rows: StoredRow[]
}

interface StoredRow {
  readonly cells: Map<string, StoredCell>
}

export interface StoredCell {
  readonly bytes: Buffer
  /** Microseconds. */
  readonly written: bigint
  /** Seconds of the epoch; null: for good. */
  readonly until: number | null
}

/** Options of the protocol. */
export const typeCodes = {
  ascii: 0x0001,
  bigint: 0x0002,
  blob: 0x0003,
  boolean: 0x0004,
  int: 0x0009,
  timestamp: 0x000b,
  uuid: 0x000c,
  text: 0x000d,
  timeuuid: 0x000f,
  inet: 0x0010,
  map: 0x0021,
} as const

export class CqlError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export interface Column {
  readonly name: string
  readonly type: keyof typeof typeCodes
}

export interface Understood {
  readonly keyspace: string
  readonly table: string
  /** What is bound, in order. */
  readonly bound: readonly Column[]
  readonly result: readonly Column[]
  readonly run: (values: readonly (Buffer | null)[]) => readonly (readonly (Buffer | null)[])[]
}

const invalid = 0x2200

export class CqlStore {
  readonly families: StoredFamily[] = []
  /** Without `system_schema`, as before release 3. */
  isOld = false
  /** Seconds of the epoch. */
  now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  create(keyspace: string, table: string, columns: readonly StoredColumn[]): StoredFamily {
    const family = { keyspace, table, columns, rows: [] }
    this.families.push(family)
    return family
  }

  insert(
    family: StoredFamily,
    values: Readonly<Record<string, Buffer>>,
    ttl: number | null = null,
    written?: bigint,
  ): void {
    const given = new Map(Object.entries(values))
    const keys = keysOf(family)
    const known = this.#live(family).find((row) => keys.every(({ name }) => same(row.cells.get(name), given.get(name))))
    const row = known ?? { cells: new Map<string, StoredCell>() }
    if (known === undefined) family.rows.push(row)
    const at = written ?? BigInt(this.now()) * 1_000_000n
    for (const [name, bytes] of given) {
      const before = row.cells.get(name)
      if (before !== undefined && before.written > at) continue
      row.cells.set(name, { bytes, written: at, until: ttl === null ? null : this.now() + ttl })
    }
  }

  /** Rows as they are now: what has expired is gone, and so is a row of which only its key is left. */
  #live(family: StoredFamily): readonly StoredRow[] {
    const isLive = (cell: StoredCell | undefined): boolean =>
      cell !== undefined && (cell.until === null || cell.until > this.now())
    return family.rows.filter(({ cells }) => [...cells.values()].some(isLive))
  }

  liveCells(family: StoredFamily): readonly ReadonlyMap<string, StoredCell>[] {
    return this.#live(family).map(({ cells }) => cells)
  }

  understand(statement: string): Understood {
    const select = /^SELECT (?<what>.+) FROM (?<name>\S+?)(?: WHERE (?<where>.+))?$/.exec(statement)?.groups
    if (select !== undefined) return this.#select(select['what'] ?? '', select['name'] ?? '', select['where'] ?? '')
    const insert =
      /^INSERT INTO (?<name>\S+) \((?<columns>.+)\) VALUES \((?<marks>[?, ]+)\) USING TTL \? AND TIMESTAMP \?$/.exec(
        statement,
      )?.groups
    if (insert !== undefined) return this.#insert(insert['name'] ?? '', insert['columns'] ?? '', insert['marks'] ?? '')
    throw new CqlError(0x2000, 'this form of a statement is not understood')
  }

  #family(written: string): StoredFamily {
    const [keyspace = '', table = ''] = written.split('.').map(unquoted)
    const catalogue = this.#catalogues().find((one) => one.keyspace === keyspace && one.table === table)
    const family = catalogue ?? this.families.find((one) => one.keyspace === keyspace && one.table === table)
    if (family === undefined) throw new CqlError(invalid, 'unconfigured table')
    return family
  }

  #select(what: string, name: string, where: string): Understood {
    const family = this.#family(name)
    const wanted = what.split(', ').map((text) => selectorOf(text, family))
    const bound = where === '' ? [] : where.split(' AND ').map((text) => columnOf(family, text.replace(/ = \?$/, '')))
    const partitions = keysOf(family).filter(({ kind }) => kind === 'partition_key')
    if (bound.length > 0 && !partitions.every((column) => bound.includes(column))) {
      throw new CqlError(invalid, 'use ALLOW FILTERING')
    }
    return {
      ...family,
      bound,
      result: wanted.map(({ column }) => column),
      run: (values) =>
        this.#live(family)
          .filter(({ cells }) => bound.every((column, n) => same(cells.get(column.name), values[n])))
          .map((row) => wanted.map(({ read }) => read(row.cells, this.now()))),
    }
  }

  #insert(name: string, columns: string, marks: string): Understood {
    const family = this.#family(name)
    const named = columns.split(', ').map((text) => columnOf(family, text))
    if (marks.split(', ').length !== named.length) throw new CqlError(invalid, 'unmatched column names and values')
    if (!keysOf(family).every((column) => named.includes(column))) throw new CqlError(invalid, 'missing key columns')
    return {
      ...family,
      bound: [...named, { name: '[ttl]', type: 'int' }, { name: '[timestamp]', type: 'bigint' }],
      result: [],
      run: (values) => {
        const cells = Object.fromEntries(named.map((column, n) => [column.name, values[n] ?? refuseNull()]))
        const [ttl, written] = [values.at(-2), values.at(-1)]
        this.insert(family, cells, (ttl ?? refuseNull()).readInt32BE(), (written ?? refuseNull()).readBigInt64BE())
        return []
      },
    }
  }

  #catalogues(): readonly StoredFamily[] {
    const text = (name: string, kind: StoredColumn['kind'] = 'regular') => ({ name, type: 'text', kind }) as const
    const names = (table: string) => [
      text('keyspace_name', 'partition_key'),
      text(table, 'clustering'),
      text('column_name', 'clustering'),
    ]
    const rows = this.families.flatMap((family) => family.columns.map((column) => ({ family, column })))
    const cellsOf = (values: Readonly<Record<string, Buffer>>): StoredRow => ({
      cells: new Map(Object.entries(values).map(([name, bytes]) => [name, { bytes, written: 0n, until: null }])),
    })
    const position = ({ columns }: StoredFamily, column: StoredColumn): Buffer => {
      const alike = columns.filter(({ kind }) => kind === column.kind)
      const bytes = Buffer.alloc(4)
      bytes.writeInt32BE(alike.indexOf(column))
      return bytes
    }
    if (this.isOld) {
      const columns = [
        ...names('columnfamily_name'),
        text('validator'),
        text('type'),
        { name: 'component_index', type: 'int', kind: 'regular' } as const,
      ]
      const found = rows.map(({ family, column }) =>
        cellsOf({
          keyspace_name: Buffer.from(family.keyspace),
          columnfamily_name: Buffer.from(family.table),
          column_name: Buffer.from(column.name),
          validator: Buffer.from(`org.apache.cassandra.db.marshal.${validators[column.type] ?? 'MapType'}`),
          type: Buffer.from(column.kind === 'clustering' ? 'clustering_key' : column.kind),
          component_index: position(family, column),
        }),
      )
      return [{ keyspace: 'system', table: 'schema_columns', columns, rows: found }]
    }
    const columns = [
      ...names('table_name'),
      text('type'),
      text('kind'),
      { name: 'position', type: 'int', kind: 'regular' } as const,
    ]
    const found = rows.map(({ family, column }) =>
      cellsOf({
        keyspace_name: Buffer.from(family.keyspace),
        table_name: Buffer.from(family.table),
        column_name: Buffer.from(column.name),
        type: Buffer.from(column.type === 'map' ? 'map<text, text>' : column.type),
        kind: Buffer.from(column.kind),
        position: position(family, column),
      }),
    )
    return [{ keyspace: 'system_schema', table: 'columns', columns, rows: found }]
  }
}

const validators: Readonly<Record<string, string>> = {
  text: 'UTF8Type',
  ascii: 'AsciiType',
  blob: 'BytesType',
  uuid: 'UUIDType',
  timeuuid: 'TimeUUIDType',
  int: 'Int32Type',
  bigint: 'LongType',
  boolean: 'BooleanType',
  timestamp: 'TimestampType',
}

interface Selector {
  readonly column: Column
  readonly read: (cells: ReadonlyMap<string, StoredCell>, now: number) => Buffer | null
}

function selectorOf(text: string, family: StoredFamily): Selector {
  const [, call, inner = '', as = ''] = /^(TTL|WRITETIME)\((.+)\) AS (\w+)$/.exec(text) ?? []
  if (call === undefined) {
    const [name = '', alias] = text.split(' AS ')
    const column = columnOf(family, name)
    const named = { ...column, name: alias ?? column.name }
    return { column: named, read: (cells, now) => alive(cells.get(column.name), column, now)?.bytes ?? null }
  }
  const column = columnOf(family, inner)
  if (column.kind !== 'regular') throw new CqlError(invalid, `Cannot use selection function ${call} on key columns`)
  if (column.type === 'map') throw new CqlError(invalid, `Cannot use selection function ${call} on collections`)
  const type = call === 'TTL' ? 'int' : 'bigint'
  return {
    column: { name: as, type },
    read: (cells, now) => {
      const cell = alive(cells.get(column.name), column, now)
      if (cell === null || (call === 'TTL' && cell.until === null)) return null
      const bytes = Buffer.alloc(type === 'int' ? 4 : 8)
      if (type === 'int') bytes.writeInt32BE((cell.until ?? 0) - now)
      else bytes.writeBigInt64BE(cell.written)
      return bytes
    },
  }
}

/** The key is there as long as its row is. */
function alive(cell: StoredCell | undefined, { kind }: StoredColumn, now: number): StoredCell | null {
  if (cell === undefined) return null
  return kind !== 'regular' || cell.until === null || cell.until > now ? cell : null
}

function columnOf(family: StoredFamily, written: string): StoredColumn {
  const column = family.columns.find(({ name }) => name === unquoted(written))
  if (column === undefined) throw new CqlError(invalid, 'undefined column name')
  return column
}

function keysOf({ columns }: StoredFamily): readonly StoredColumn[] {
  return columns.filter(({ kind }) => kind === 'partition_key' || kind === 'clustering')
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()
}

function same(cell: StoredCell | undefined, bytes: Buffer | null | undefined): boolean {
  return cell !== undefined && bytes !== null && bytes !== undefined && cell.bytes.equals(bytes)
}

function refuseNull(): never {
  throw new CqlError(invalid, 'null is not supported here')
}
