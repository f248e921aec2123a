/** The clients of knex that are extended here; knex has no types for them. */

declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex'

  class SqliteClient extends Knex.Client {
    _query(connection: unknown, asked: object): Promise<object>
    _formatBindings(bindings: readonly unknown[]): readonly unknown[]
  }
  export = SqliteClient
}

declare module 'knex/lib/dialects/mssql/index.js' {
  import type { Knex } from 'knex'

  const MssqlClient: typeof Knex.Client
  export = MssqlClient
}

declare module 'knex/lib/dialects/oracledb/index.js' {
  import type { Knex } from 'knex'

  const OracleClient: typeof Knex.Client
  export = OracleClient
}

declare module 'knex/lib/dialects/oracledb/utils.js' {
  const utils: { readonly monkeyPatchConnection: (connection: object, client: object) => void }
  export = utils
}
