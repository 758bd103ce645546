/** Where the tables of the environment department stand: its own MariaDB, or the demo's PostgreSQL where there is none. */
import type { Connection } from 'mysql2/promise';
import type { DepartmentDatabases } from './databases';
import {
  environmentDdl,
  environmentTarget,
  type EnvironmentTable,
} from './departments/environment-tables';
import { connectMariaDb, type MariaDb } from './serve/mariadb';
import { CopySink } from './sinks/copy-sink';
import type { Cell } from './sinks/csv';
import { InsertSink } from './sinks/insert-sink';
import type { RowSink } from './sinks/row-sink';

export interface EnvironmentStore {
  /** Dialect, as knex names it. */
  readonly client: 'mysql2' | 'pg';
  readonly url: string;
  /** Whether it holds the district of this id. PostgreSQL's is looked after with the other databases: always true. */
  hold(id: string): Promise<boolean>;
  /** Makes the tables anew, empty. */
  make(): Promise<void>;
  fill(table: EnvironmentTable, rows: readonly (readonly Cell[])[]): Promise<void>;
  /** Says what it holds; the last thing done to it. */
  seal(id: string): Promise<void>;
}

/** The department's tables on the MariaDB server given, or where there is none among the databases of PostgreSQL. */
export function environmentStore(
  server: MariaDb | undefined,
  databases: DepartmentDatabases,
): EnvironmentStore {
  if (server === undefined) return inPostgres(databases);
  const { url } = server;
  return {
    client: 'mysql2',
    url,
    hold: (id) =>
      withMariaDb(url, async (connection) => {
        const [rows] = await connection.query(
          'SELECT schema_comment AS mark FROM information_schema.schemata WHERE schema_name = database()',
        );
        return (rows as { mark: string }[])[0]?.mark === MARK + id;
      }),
    make: () =>
      withMariaDb(url, async (connection) => {
        await connection.query("ALTER DATABASE COMMENT = ''");
        const [rows] = await connection.query('SHOW TABLES');
        for (const row of rows as Record<string, string>[]) {
          await connection.query('DROP TABLE ??', [Object.values(row)[0]]);
        }
        for (const statement of environmentDdl('mysql2')) await connection.query(statement);
      }),
    fill: (table, rows) =>
      withMariaDb(url, (connection) =>
        pour(new InsertSink(connection, environmentTarget(table)), rows),
      ),
    seal: (id) =>
      withMariaDb(url, async (connection) => {
        await connection.query('ALTER DATABASE COMMENT = ?', [MARK + id]);
      }),
  };
}

/** Begins the comment of the database, as in PostgreSQL. */
const MARK = 'wangshu-demo ';

function inPostgres(databases: DepartmentDatabases): EnvironmentStore {
  return {
    client: 'pg',
    url: databases.url('environment'),
    hold: () => Promise.resolve(true),
    async make() {
      const client = await databases.open('environment');
      try {
        for (const statement of environmentDdl('pg')) await client.query(statement);
      } finally {
        await client.end();
      }
    },
    async fill(table, rows) {
      const client = await databases.open('environment');
      try {
        await pour(new CopySink(client, environmentTarget(table)), rows);
      } finally {
        await client.end();
      }
    },
    seal: () => Promise.resolve(),
  };
}

async function pour(sink: RowSink, rows: readonly (readonly Cell[])[]): Promise<void> {
  for (const row of rows) {
    sink.row(row);
    await sink.drain();
  }
  await sink.end();
}

async function withMariaDb<T>(
  url: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectMariaDb(url);
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}
