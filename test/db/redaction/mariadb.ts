import type { TestFolder } from '../../support/hub';
import type { TestMariaDb } from '../../support/mariadb';
import { connector, ID, NAME, PHONE, SECRET } from './planted';

/** Views that give their first row and fail on the second, whose values stand in what the server says of it. */
const VIEWS = [
  'CREATE TABLE person (bh varchar(8) PRIMARY KEY, xm varchar(40), sfzh varchar(40), lxdh varchar(40))',
  `INSERT INTO person VALUES ('1', '甲', NULL, NULL), ('2', '${NAME}', '${ID}', '${PHONE}')`,
  `CREATE FUNCTION once(sfzh varchar(40)) RETURNS varchar(40) DETERMINISTIC BEGIN
     DECLARE said varchar(200) DEFAULT CONCAT('Duplicate entry ''', sfzh, ' ${NAME} ${SECRET}'' for key ''sfzh''');
     IF sfzh IS NOT NULL THEN SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 1062, MESSAGE_TEXT = said; END IF;
     RETURN NULL;
   END`,
  // A routine keeps the modes it was made under: a name that is no number is an error in it, and is quoted.
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES'`,
  `CREATE FUNCTION counted(xm varchar(40), sfzh varchar(40)) RETURNS varchar(40) DETERMINISTIC BEGIN
     DECLARE n int;
     IF sfzh IS NOT NULL THEN SET n = xm; END IF;
     RETURN n;
   END`,
  'CREATE VIEW doubling AS SELECT bh, xm, once(sfzh) AS sfzh, lxdh FROM person',
  'CREATE VIEW counting AS SELECT bh, xm, counted(xm, sfzh) AS sfzh, lxdh FROM person',
];

/** A MariaDB whose errors quote the row that it was reading, and who asked. Gives the variables of its connectors. */
export async function plantMariaDb(
  folder: TestFolder,
  mariadb: TestMariaDb,
): Promise<Record<string, string>> {
  const url = await mariadb.database();
  await mariadb.query(url, ...VIEWS);
  await expectQuoted(mariadb, url);
  const wrong = new URL(url);
  wrong.password = SECRET;
  const nobody = new URL(wrong);
  nobody.username = `reader-${SECRET}`;
  const sql = (id: string, name: string, from: string): void =>
    connector(folder, id, {
      reader: `{ kind: sql, client: mysql2, connection: '\${${name}}' }`,
      from,
      more: '\n    pageSize: 1',
    });
  sql('maria-wrong', 'MARIA_WRONG_URL', 'person');
  sql('maria-nobody', 'MARIA_NOBODY_URL', 'person');
  sql('maria-double', 'MARIA_URL', 'doubling');
  sql('maria-number', 'MARIA_URL', 'counting');
  return { MARIA_URL: url, MARIA_WRONG_URL: wrong.href, MARIA_NOBODY_URL: nobody.href };
}

/** The plant is one: what the driver throws does hold the row. */
async function expectQuoted({ query }: TestMariaDb, url: string): Promise<void> {
  const said = async (from: string): Promise<string> =>
    query(url, `SELECT sfzh FROM ${from}`).then(
      () => 'nothing',
      (error: unknown) => String(error),
    );
  expect(await said('doubling')).toContain(ID);
  expect(await said('counting')).toContain(NAME);
}
