import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { testMariaDb, type TestMariaDb } from '../../support/mariadb';
import { query } from '../../support/query';
import { readAll, stored } from './contract';

const STREAM: StreamSource = {
  name: 's',
  from: 't',
  key: ['k'],
  cursor: 'c',
  fields: ['k', 'c'],
  overlap: 'PT30M',
};
const CLIENTS = ['pg', 'mysql2'] as const;
type Client_ = (typeof CLIENTS)[number];

const MORNING = Date.parse('2026-03-05T00:00:00Z');
const at = (hour: number, minute: number): number => MORNING + (hour * 60 + minute) * 60_000;
const digits = (ms: number): string => new Date(ms).toISOString().replace(/\D/g, '');

/** How departments keep the time of a change: the type of the column, and a moment as it stands in it. */
const FORMS: readonly (readonly [string, string, (ms: number) => string])[] = [
  ['YYYYMMDDHHMMSS in text', 'char(14)', (ms) => digits(ms).slice(0, 14)],
  ['YYYYMMDDHHMMSSmmm in text', 'varchar(20)', (ms) => digits(ms)],
  ['YYYYMMDDHHMMSS in a number', 'bigint', (ms) => digits(ms).slice(0, 14)],
  ['seconds since 1970', 'bigint', (ms) => String(ms / 1000)],
  ['seconds since 1970, with decimals', 'decimal(16,3)', (ms) => String(ms / 1000)],
  ['milliseconds since 1970', 'bigint', (ms) => String(ms)],
  [
    'slashes',
    'varchar(30)',
    (ms) => new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' '),
  ],
  ['minutes', 'varchar(30)', (ms) => new Date(ms).toISOString().slice(0, 16)],
  ['time stamps with Z', 'varchar(30)', (ms) => new Date(ms).toISOString()],
];

describe('the cursor of a table', () => {
  let postgres: TestDatabase;
  let mariadb: TestMariaDb;
  const urls = new Map<Client_, string>();
  const readers: Reader[] = [];
  const urlOf = (client: Client_): string => urls.get(client) ?? '';
  const open = (client: Client_): Reader => {
    const reader = createReader({ kind: 'sql', client, connection: urlOf(client) });
    readers.push(reader);
    return reader;
  };
  const sql = (client: Client_, ...statements: string[]): Promise<unknown> =>
    client === 'pg'
      ? query(urlOf(client), ...statements)
      : mariadb.query(urlOf(client), ...statements);
  const fill = (client: Client_, type: string, rows: Readonly<Record<number, string>>) =>
    sql(
      client,
      'DROP TABLE IF EXISTS t',
      `CREATE TABLE t (k int PRIMARY KEY, c ${type})`,
      ...Object.entries(rows).map(([k, c]) => `INSERT INTO t VALUES (${k}, '${c}')`),
    );

  beforeAll(async () => {
    postgres = await emptyDatabase();
    mariadb = await testMariaDb();
    urls.set('pg', postgres.url);
    urls.set('mysql2', await mariadb.database());
  }, 60_000);
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(async () => {
    await mariadb.stop();
    await postgres.drop();
  });

  describe.each(CLIENTS)('of client %s', (client) => {
    it.each(FORMS)(
      'of %s steps back by the overlap: rows that appeared late within it are seen, older ones are not asked for',
      async (_, type, write) => {
        await fill(client, type, { 1: write(at(9, 0)), 2: write(at(9, 40)), 3: write(at(10, 5)) });
        const first = await readAll(open(client), STREAM);
        expect(first.keys).toEqual(['1', '2', '3']);
        await sql(client, `INSERT INTO t VALUES (9, '${write(at(9, 36))}')`);
        const next = await readAll(open(client), STREAM, { checkpoint: stored(first.checkpoint) });
        expect(next.keys).toEqual(['9', '2', '3']);
      },
    );

    it.each<[string, string, (ms: number) => string]>([
      ['in text', 'char(17)', (ms) => digits(ms)],
      ['in a number', 'bigint', (ms) => String(ms)],
    ])(
      'of digits %s steps back behind a transaction that was open for longer than the overlap',
      async (_, type, write) => {
        const began = Date.now();
        await fill(client, type, { 1: write(began - 3_600_000) });
        const late =
          client === 'pg'
            ? new Client({ connectionString: urlOf(client) })
            : await createConnection(urlOf(client));
        if (late instanceof Client) await late.connect();
        const say = (text: string): Promise<unknown> =>
          late instanceof Client ? late.query(text) : late.query(text);
        try {
          await say('START TRANSACTION');
          await say(`INSERT INTO t VALUES (2, '${write(Date.now())}')`);
          await sleep(2_500);
          await sql(client, `INSERT INTO t VALUES (3, '${write(Date.now())}')`);
          const stream = { ...STREAM, overlap: 'PT1S' };
          const first = await readAll(open(client), stream);
          expect(first.keys).toEqual(['1', '3']);
          await say('COMMIT');
          const own = { checkpoint: stored(first.checkpoint) };
          expect((await readAll(open(client), stream, own)).keys).toEqual(['2', '3']);
        } finally {
          await late.end();
        }
      },
    );

    it('of text is not thrown off by a word behind all times: newer rows still arrive', async () => {
      const c = (minute: number): string => digits(at(10, minute)).slice(0, 14);
      await fill(client, 'varchar(20)', { 1: c(0), 2: c(5), 7: 'NULL', 8: '待定' });
      const first = await readAll(open(client), { ...STREAM, overlap: 'PT1M' }, { pageSize: 2 });
      expect(first.keys).toHaveLength(4);
      await sql(client, `INSERT INTO t VALUES (3, '${c(6)}')`);
      const own = { checkpoint: stored(first.checkpoint), pageSize: 2 };
      const next = await readAll(open(client), { ...STREAM, overlap: 'PT1M' }, own);
      expect(next.keys).toEqual(expect.arrayContaining(['2', '3']));
      expect(next.keys).not.toContain('1');
    });

    it('of other text is refused with the forms that can be stepped back, unless no overlap is asked for', async () => {
      await fill(client, 'varchar(20)', { 1: 'v1.1', 2: 'v1.2' });
      const first = await readAll(open(client), STREAM);
      const own = { checkpoint: stored(first.checkpoint) };
      await expect(readAll(open(client), STREAM, own)).rejects.toMatchObject({
        code: 'SOURCE_PROTOCOL',
        message: expect.stringMatching(/PT30M.*20260305101010.*overlap: PT0S/) as string,
      });
      const none = { ...STREAM, overlap: 'PT0S' };
      expect((await readAll(open(client), none, own)).keys).toEqual(['2']);
    });

    it('is that of columns which the source declares', async () => {
      await fill(client, 'varchar(20)', { 1: '20260305' });
      const { pages } = await readAll(open(client), STREAM);
      expect(pages.map(({ columnsDeclared }) => columnsDeclared)).toEqual(pages.map(() => true));
    });
  });
});
