import { Client } from 'pg';
import type { TestFolder } from '../../support/hub';
import { connector, ID, NAME, PHONE, SECRET } from './planted';

/** A PostgreSQL whose errors quote what it was asked, what it holds, and who asked. Gives the variables of its connectors. */
export async function plantPostgres(
  folder: TestFolder,
  url: string,
): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `CREATE TABLE person (bh text PRIMARY KEY, xm text, sfzh text, lxdh text);
       INSERT INTO person VALUES ('1', '${NAME}', '${ID}', '${PHONE}');
       CREATE FUNCTION echo(sfzh text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'duplicate key value violates unique constraint "person_pkey"'
           USING ERRCODE = '23505', DETAIL = format('Key (sfzh)=(%s) already exists for ${NAME}.', sfzh), HINT = '${SECRET}';
       END $$;
       CREATE VIEW echoing AS SELECT bh, xm, echo(sfzh) AS sfzh, lxdh FROM person;
       CREATE VIEW casting AS SELECT bh, xm, (sfzh || xm)::numeric::text AS sfzh, lxdh FROM person;`,
    );
  } finally {
    await client.end();
  }
  const wrong = new URL(url);
  wrong.password = SECRET;
  const nobody = new URL(url);
  nobody.username = `reader-${SECRET}`;
  nobody.password = SECRET;
  const away = new URL(wrong);
  away.port = '1';
  const sql = (id: string, name: string, from: string): void =>
    connector(folder, id, {
      reader: `{ kind: sql, client: pg, connection: '\${${name}}' }`,
      from,
    });
  sql('sql-wrong', 'WRONG_URL', 'person');
  sql('sql-nobody', 'NOBODY_URL', 'person');
  sql('sql-away', 'AWAY_URL', 'person');
  sql('sql-echo', 'RIGHT_URL', 'echoing');
  sql('sql-cast', 'RIGHT_URL', 'casting');
  sql('sql-table', 'RIGHT_URL', 'nothing_here');
  return { WRONG_URL: wrong.href, NOBODY_URL: nobody.href, AWAY_URL: away.href, RIGHT_URL: url };
}
