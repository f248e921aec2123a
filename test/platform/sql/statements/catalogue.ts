/** Tables as the catalogues of SQL Server and Oracle would describe them, from the DDL of the test worlds. */

export interface CatalogueTable {
  readonly name: string
  /** Column → type and constraint, in the words of the test worlds. */
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  /** No index holds the key. */
  readonly keyWithoutIndex?: boolean
  /** A view of one table. */
  readonly isView?: boolean
  /** Missing until a statement creates it. */
  readonly absent?: boolean
}

export interface Catalogue {
  readonly tables: readonly CatalogueTable[]
  /** Every column leads an index of its own, and every table is large. */
  readonly indexed: boolean
}

type Rows = readonly Readonly<Record<string, unknown>>[]

interface Asked {
  readonly sql: string
  readonly parameters: readonly (string | number | null)[]
}

/** Null when the statement does not ask the catalogue. */
export function catalogueAnswers(
  catalogue: Catalogue,
  created: ReadonlySet<string>,
  { sql, parameters }: Asked,
): Rows | null {
  const named = (name: unknown): CatalogueTable | undefined =>
    catalogue.tables.find((table) => table.name.toUpperCase() === String(name).toUpperCase())
  const there = (name: unknown): CatalogueTable | undefined => {
    const table = named(name)
    return table?.absent === true && !created.has(table.name) ? undefined : table
  }
  const byId = catalogue.tables[Number(parameters[0])]
  // Rows lie by their key.
  if (sql.includes('as lies') || sql.includes('as "lies"')) return [{ lies: 1 }]
  if (sql.includes('sys.objects')) {
    const table = there(parameters[0])
    return table === undefined ? [] : [aboutTable(catalogue, table)]
  }
  if (sql.includes('sys.indexes')) return byId === undefined ? [] : indexesOf(catalogue, byId)
  if (sql.includes('sys.columns')) return byId === undefined ? [] : columnsOf(byId, mssqlColumn)
  if (sql.includes('all_indexes')) return indexesOf(catalogue, named(parameters[1]))
  if (sql.includes('all_policies')) return []
  if (sql.includes('all_tab_cols')) return columnsOf(there(parameters[0]), oracleColumn)
  if (/sys\.partitions|from all_tables/.test(sql)) return [{ row_count: catalogue.indexed ? 5_000_000 : 5_000, n: 0 }]
  if (sql.includes('has_perms_by_name')) return [{ may_select: 1, may_insert: 1, not_updatable: 0, may_delete: 1 }]
  return sql.includes('all_tab_privs') ? [{ privilege: 'OWNER', column_name: null }] : null
}

/** A login that is not shown the policies of a table counts its rows; one that is has a look at views. */
function aboutTable(catalogue: Catalogue, table: CatalogueTable): Rows[number] {
  return {
    id: catalogue.tables.indexOf(table),
    schema_name: 'dbo',
    table_name: table.name,
    type: table.isView === true ? 'V' : 'U',
    login: 'lethe',
    compatibility: 130,
    sees_policies: table.isView === true || !catalogue.indexed ? 1 : 0,
  }
}

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly scale: number
  readonly required: boolean
}

function columnsOf(table: CatalogueTable | undefined, row: (column: Column) => Rows[number]): Rows {
  return Object.entries(table?.columns ?? {}).map(([name, ddl]) => {
    const [, type = '', size = '', scale = ''] = /^(\w+)(?:\((\d+)(?:,\s*(\d+))?\))?/.exec(ddl) ?? []
    const required = /not null|primary key/.test(ddl)
    return row({ table: table?.name ?? '', name, type, size: Number(size), scale: Number(scale), required })
  })
}

function mssqlColumn({ name, type, size, scale, required }: Column): Rows[number] {
  const isText = type.endsWith('char') || isLong(type)
  return {
    column_name: name,
    type_name: type === 'timestamp' ? 'datetime2' : isLong(type) ? 'nvarchar' : type,
    bytes: isLong(type) ? -1 : type.startsWith('n') ? size * 2 : size,
    digits: size,
    scale,
    is_nullable: !required,
    collation_name: isText ? 'Latin1_General_CI_AS' : null,
  }
}

/** A text without a limit. */
function isLong(type: string): boolean {
  return type === 'clob'
}

const oracleTypes: Readonly<Record<string, readonly [type: string, digits: number | null]>> = {
  int: ['NUMBER', 10],
  bigint: ['NUMBER', 19],
  float: ['BINARY_DOUBLE', null],
  datetime: ['DATE', null],
  timestamp: ['TIMESTAMP(6)', null],
  nvarchar: ['NVARCHAR2', null],
  varchar: ['VARCHAR2', null],
  char: ['CHAR', null],
  clob: ['CLOB', null],
}

function oracleColumn({ table, name, type, size, scale, required }: Column): Rows[number] {
  const [typeName, digits] = oracleTypes[type] ?? ['NUMBER', size]
  return {
    owner: 'GIM',
    table_name: table,
    column_name: name,
    type_name: typeName,
    characters: typeName.includes('CHAR') ? size : 0,
    bytes: size,
    digits,
    scale: digits === null ? null : scale,
    nullable: required ? 'N' : 'Y',
  }
}

function indexesOf(catalogue: Catalogue, table: CatalogueTable | undefined): Rows {
  const indexedKey = table?.keyWithoutIndex === true ? [] : (table?.key ?? [])
  const key = indexedKey.map((name) => ({ index_name: 'pk', is_unique: 'UNIQUE', column_name: name }))
  const others = Object.keys(table?.columns ?? {})
    .filter((name) => !(table?.key ?? []).includes(name))
    .map((name) => ({ index_name: `ix_${name}`, is_unique: 'NONUNIQUE', column_name: name }))
  return catalogue.indexed ? [...key, ...others] : key
}
