import { createReader } from '../../../src/connect/readers';
import type { Column } from '../../../src/connect/readers/sql/dialect';
import { dialectOf } from '../../../src/connect/readers/sql/dialects';
import { startOf, type Position } from '../../../src/connect/readers/sql/position';
import type { SqlClient } from '../../../src/connect/readers/sql/settings';
import { Statements } from '../../../src/connect/readers/sql/statement';
import type { StreamSource } from '../../../src/connect/reader';
import { readAll } from './contract';

const STREAM: StreamSource = { name: 's', from: 'T', key: ['K'], cursor: 'C', fields: ['K'] };
const signal = new AbortController().signal;

const isInstalled = (name: string): boolean => {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
};

/** The statement of a page of two rows. */
function page(
  client: SqlClient,
  key: Column,
  cursor: Column,
  at: Partial<Position>,
  isUnique = true,
): { readonly sql: string; readonly bindings: readonly unknown[] } {
  const columns = new Map([key, cursor].map((column) => [column.name, column]));
  const table = { schema: 'S', name: 'T', columns, key: [key], cursor, isUnique };
  const start = startOf({ stream: STREAM, checkpoint: null, fresh: true, pageSize: 2, signal });
  return new Statements(dialectOf(client), table, [key, cursor]).page({ ...start, ...at }, 2);
}

describe('databases whose drivers are installed where they are used', () => {
  it.each([
    ['mssql', 'tedious', 'mssql://u:SECRET@127.0.0.1:9/db'],
    ['oracledb', 'oracledb', 'oracledb://u:SECRET@127.0.0.1:9/db'],
  ] as const)(
    '%s: is told what to install where it is not, and not before it is used',
    async (client, driver, connection) => {
      const reader = createReader({ kind: 'sql', client, connection });
      try {
        const errors = await Promise.all(
          [reader.check(signal), reader.discover(signal), readAll(reader, STREAM)].map((work) =>
            work.then(
              () => null,
              (error: unknown) => error,
            ),
          ),
        );
        for (const error of errors) {
          expect(error).toMatchObject(
            isInstalled(driver)
              ? { code: 'SOURCE_UNREACHABLE' }
              : {
                  code: 'CONFIG_INVALID',
                  message: `the driver ${driver} is required to read a source of client ${client}, it is not installed; run: npm install ${driver}`,
                },
          );
          expect(String(error)).not.toContain('SECRET');
        }
      } finally {
        await reader.close();
      }
    },
  );

  it.each([
    ['mssql', 'Server=10.0.0.1;Database=x;Password=SECRET'],
    ['oracledb', 'SECRET'],
  ] as const)(
    '%s: refuses an address of another form, without quoting it',
    async (client, connection) => {
      const reader = createReader({ kind: 'sql', client, connection });
      const error: unknown = await reader.check(signal).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(String(error)).not.toContain('SECRET');
      await reader.close();
    },
  );

  it('SQL Server: reads its addresses, and encrypts unless told otherwise', () => {
    const { connection } = dialectOf('mssql');
    expect(
      connection('mssql://u:p%40ss@db.example:1444/hr?trustServerCertificate=true'),
    ).toMatchObject({
      server: 'db.example',
      port: 1444,
      userName: 'u',
      password: 'p@ss',
      database: 'hr',
      options: { encrypt: true, trustServerCertificate: true },
    });
  });

  it('SQL Server: asks for pages by cursor and key, times and long numbers as text', () => {
    const key: Column = { name: 'K', type: 'bigint', native: 'bigint' };
    const cursor: Column = { name: 'C', type: 'datetime2', native: 'datetime2(7)' };
    expect(page('mssql', key, cursor, {})).toEqual({
      sql: 'SELECT CONVERT(varchar(64), [K]) AS [K], CONVERT(varchar(40), [C], 126) AS [C] FROM [S].[T] WHERE [K] IS NOT NULL AND [C] IS NOT NULL ORDER BY [C], [K] OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY',
      bindings: [],
    });
    const at = { cursor: '2026-03-01T08:00:00.1234567', key: ['7'] };
    const { sql, bindings } = page('mssql', key, cursor, at);
    expect(sql).toContain(
      'AND [C] >= CAST(? AS datetime2(7)) AND (([C] > CAST(? AS datetime2(7))) OR ([C] = CAST(? AS datetime2(7)) AND [K] > CAST(? AS bigint)))',
    );
    expect(bindings).toEqual([at.cursor, at.cursor, at.cursor, '7']);
  });

  it('SQL Server: takes a row version as the number that it is', () => {
    const key: Column = { name: 'K', type: 'int', native: 'int' };
    const cursor: Column = { name: 'C', type: 'timestamp', native: 'timestamp' };
    const { sql } = page('mssql', key, cursor, { cursor: '2001' });
    expect(sql).toContain('CONVERT(varchar(20), CONVERT(bigint, [C])) AS [C]');
    expect(sql).toContain('[C] >= CAST(CAST(? AS bigint) AS binary(8))');
  });

  it('SQL Server: tells keys apart by their bytes where no index does, and leaves long values there', () => {
    const key: Column = { name: 'K', type: 'nvarchar', native: 'nvarchar(max)', characters: -1 };
    const cursor: Column = { name: 'C', type: 'int', native: 'int' };
    const { sql } = page('mssql', key, cursor, { cursor: '1', key: ['a'], skip: 1 }, false);
    expect(sql).toContain('CASE WHEN DATALENGTH([K]) <= 1048576 THEN [K] END AS [K]');
    expect(sql).toContain('[K] IS NOT NULL AND DATALENGTH([K]) <= 3072');
    expect(sql).toContain(
      'ORDER BY [C], [K], CAST(CAST([K] AS nvarchar(4000)) AS varbinary(8000))',
    );
    expect(sql).toMatch(/OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY$/);
  });

  it('Oracle: asks for pages by cursor and key, times and numbers as text', () => {
    const key: Column = { name: 'K', type: 'number', native: 'number(18,0)' };
    const cursor: Column = { name: 'C', type: 'date', native: 'date' };
    const { sql, bindings } = page('oracledb', key, cursor, {
      cursor: '2026-03-01 08:00:00',
      key: ['7'],
    });
    expect(sql).toBe(
      `SELECT TO_CHAR("K") AS "K", TO_CHAR("C", 'YYYY-MM-DD HH24:MI:SS') AS "C" FROM "S"."T" WHERE "K" IS NOT NULL AND "C" IS NOT NULL` +
        ` AND "C" >= TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS') AND (("C" > TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS'))` +
        ` OR ("C" = TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS') AND "K" > TO_NUMBER(?))) ORDER BY "C", "K" OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY`,
    );
    expect(bindings).toHaveLength(4);
  });

  it.each([
    ['mssql', { type: 'xml', native: 'xml' }],
    ['mssql', { type: 'varbinary', native: 'varbinary(16)' }],
    ['oracledb', { type: 'clob', native: 'clob' }],
    ['mysql2', { type: 'float', native: 'float' }],
    ['mysql2', { type: 'binary', native: 'binary(16)' }],
    ['pg', { type: 'json', native: 'json' }],
  ] as const)('%s: says why a key of type %j cannot be one', (client, column) => {
    expect(dialectOf(client).unorderable({ name: 'K', ...column })).toContain(column.type);
  });
});
