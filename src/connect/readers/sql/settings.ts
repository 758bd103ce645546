import { z } from 'zod';
import { secret } from '../secret';

/** Databases that can be read, as knex names their dialects. */
export const SQL_CLIENTS = ['pg', 'mysql2', 'mssql', 'oracledb'] as const;
export type SqlClient = (typeof SQL_CLIENTS)[number];

export const sqlSettings = z.strictObject({
  kind: z.literal('sql').describe('Tables and views of a database'),
  client: z
    .enum(SQL_CLIENTS)
    .describe(
      'The database: pg (PostgreSQL and what speaks its protocol), mysql2 (MySQL, MariaDB and what speaks theirs), mssql (SQL Server; needs the package tedious), oracledb (Oracle; needs the package oracledb)',
    ),
  connection: secret.describe(
    'Address of the database, from the environment: ${POLICE_DB_URL}. postgresql://…, mysql://…, mssql://user:password@host:1433/database?encrypt=true, oracledb://user:password@host:1521/service',
  ),
  schema: z
    .string()
    .min(1)
    .optional()
    .describe("Schema of the tables (MySQL: database; Oracle: owner); default: the user's"),
});

export type SqlSettings = z.infer<typeof sqlSettings>;
