/** The SQL departments' databases on one PostgreSQL server: made empty, marked when full. */
import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import { WangshuError } from '../domain/errors';
import { createTables, DATABASES, type DatabaseName } from './departments/tables';

/** Begins the comment of every database of the demo; one without it is somebody else's and is left alone. */
const MARK = 'wangshu-demo ';
/** Any number that nothing else locks. */
const LOCK = 7_306_002;
/** SQLSTATE insufficient_privilege. */
const NOT_ALLOWED = '42501';

export class DepartmentDatabases {
  /**
   * @param prefix begins all names: `<prefix>_police`, `<prefix>_urban`
   * @param names those that stand on this server
   */
  constructor(
    private readonly adminUrl: string,
    private readonly prefix: string,
    private readonly names: readonly DatabaseName[] = DATABASES,
  ) {}

  url(database: DatabaseName): string {
    const url = new URL(this.adminUrl);
    url.pathname = `/${this.nameOf(database)}`;
    return url.href;
  }

  /** Runs `use` while nobody else looks at or makes these databases. */
  async exclusively<T>(use: (admin: Client) => Promise<T>): Promise<T> {
    const admin = await this.connect(this.adminUrl);
    try {
      await admin.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK, this.prefix]);
      return await use(admin);
    } finally {
      await admin.end();
    }
  }

  /** Whether all databases are there and hold the district of this id. */
  async hold(admin: Client, id: string): Promise<boolean> {
    for (const name of this.names) {
      if ((await this.markOf(admin, name)) !== MARK + id) return false;
    }
    return true;
  }

  /** Makes all anew, with empty tables. */
  async make(admin: Client): Promise<void> {
    for (const database of this.names) {
      const name = this.nameOf(database);
      const identifier = escapeIdentifier(name);
      const mark = await this.markOf(admin, database);
      if (mark !== undefined && !mark.startsWith(MARK)) {
        throw new WangshuError(
          'CONFIG_INVALID',
          `the demo needs the database name ${name} for itself, and a database of that name is there that it did not make; drop or rename it`,
        );
      }
      await admin.query(`DROP DATABASE IF EXISTS ${identifier} WITH (FORCE)`);
      await this.create(admin, name);
      await this.mark(admin, database, 'being made');
      const client = await this.open(database);
      try {
        await createTables(client, database);
      } finally {
        await client.end();
      }
    }
  }

  /** Says what they hold; the last thing done to them. */
  async seal(admin: Client, id: string): Promise<void> {
    for (const database of this.names) await this.mark(admin, database, id);
  }

  open(database: DatabaseName): Promise<Client> {
    return this.connect(this.url(database));
  }

  private async create(admin: Client, name: string): Promise<void> {
    try {
      await admin.query(
        `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
      );
    } catch (cause) {
      if (!(cause instanceof DatabaseError) || cause.code !== NOT_ALLOWED) throw cause;
      throw new WangshuError(
        'CONFIG_INVALID',
        'the demo makes databases of its own, and the role of the address given may not; grant it CREATEDB or give another address',
        { cause },
      );
    }
  }

  private async connect(connectionString: string): Promise<Client> {
    const client = new Client({ connectionString });
    try {
      await client.connect();
    } catch (cause) {
      throw new WangshuError(
        'DATABASE_UNAVAILABLE',
        'the demo needs a PostgreSQL server for its SQL departments, and none answers at the address given',
        { cause },
      );
    }
    return client;
  }

  private nameOf(database: DatabaseName): string {
    return `${this.prefix}_${database}`;
  }

  private async markOf(admin: Client, database: DatabaseName): Promise<string | undefined> {
    const { rows } = await admin.query<{ mark: string }>(
      `SELECT coalesce(shobj_description(oid, 'pg_database'), '') AS mark FROM pg_database WHERE datname = $1`,
      [this.nameOf(database)],
    );
    return rows[0]?.mark;
  }

  private async mark(admin: Client, database: DatabaseName, text: string): Promise<void> {
    const identifier = escapeIdentifier(this.nameOf(database));
    await admin.query(`COMMENT ON DATABASE ${identifier} IS ${escapeLiteral(MARK + text)}`);
  }
}
