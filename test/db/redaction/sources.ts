import type { TestFolder } from '../../support/hub';
import type { TestMariaDb } from '../../support/mariadb';
import type { TestSshd } from '../../support/sshd';
import { plantMariaDb } from './mariadb';
import { plantPostgres } from './postgres';
import { connector, ID, NAME, PERSON, SECRET } from './planted';
import { plantDocuments } from './documents';
import { plantTables } from './tables';
import { plantSftp } from './sftp';
import { plantWebs } from './webs';
import { webServer } from './web-server';

export interface Servers {
  /** An empty database of a department. */
  readonly postgresUrl: string;
  readonly mariadb: TestMariaDb;
  readonly sshd: TestSshd;
}

/** How sources end, of each kind some: what is planted is met on the way that was meant. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  ...{ 'sql-wrong': 'SOURCE_REFUSED', 'sql-nobody': 'SOURCE_REFUSED' },
  ...{ 'sql-away': 'SOURCE_UNREACHABLE', 'sql-echo': 'SOURCE_PROTOCOL' },
  ...{ 'maria-wrong': 'SOURCE_REFUSED', 'maria-nobody': 'SOURCE_REFUSED' },
  ...{ 'maria-double': 'SOURCE_PROTOCOL', 'maria-number': 'SOURCE_PROTOCOL' },
  ...{ 'sftp-password': 'SOURCE_REFUSED', 'sftp-garbage': 'SOURCE_REFUSED' },
  ...{ 'sftp-torn-key': 'SOURCE_REFUSED', 'sftp-passphrase': 'SOURCE_REFUSED' },
  ...{ 'sftp-rows': 'SUCCEEDED', 'sftp-no-file': 'SOURCE_UNREACHABLE' },
  ...{ 'web-basic-denied': 'SOURCE_REFUSED', 'web-hmac-denied': 'SOURCE_REFUSED' },
  ...{ 'web-token-refused-post': 'SOURCE_REFUSED', 'web-token-denied': 'SOURCE_REFUSED' },
  ...{ 'web-linked': 'SOURCE_UNREACHABLE', 'web-renamed': 'SOURCE_UNREACHABLE' },
  ...{ 'xlsx-rows': 'SUCCEEDED', 'xlsx-markup': 'SOURCE_PROTOCOL', 'xlsx-cut': 'SOURCE_PROTOCOL' },
  ...{ 'xml-rows': 'SUCCEEDED', 'xml-markup': 'SOURCE_PROTOCOL', 'xml-cut': 'SOURCE_PROTOCOL' },
  ...{ 'jsonl-rows': 'SUCCEEDED', 'bad-rows': 'SUCCEEDED', 'all-bad': 'QUARANTINE_THRESHOLD' },
  ...{ pushed: 'SUCCEEDED', 'bad-reader': 'INTERNAL' },
};

/** Programs that die with the planted things on their lips. */
function plantTap(folder: TestFolder): void {
  const tap = folder.write(
    'tap.mjs',
    `const config = process.argv[process.argv.indexOf('--config') + 1];
process.stderr.write('connecting with ' + config + ' ${SECRET} for ${PERSON}\\n');
process.stdout.write(JSON.stringify({ type: 'SCHEMA', stream: 'person', schema: { properties: {
  bh: { type: 'string' }, xm: { type: 'string' }, sfzh: { type: 'string' }, lxdh: { type: 'string' } } }, key_properties: ['bh'] }) + '\\n');
process.stdout.write('Traceback: ${PERSON} ${SECRET}\\n');
process.stdout.write(JSON.stringify({ type: 'RECORD', stream: 'person', record: { bh: '1', xm: '${NAME}', sfzh: '${ID}9' } }) + '\\n');
process.exitCode = 1;
`,
  );
  connector(folder, 'tap', {
    reader: `{ kind: singer, catalog: none, command: ['${process.execPath}', '${tap}'], secrets: { password: '\${PLANTED}' } }`,
    from: 'person',
  });
}

/** Writes connectors whose sources fail in many ways, each with the planted things at hand. */
export async function plantSources(
  folder: TestFolder,
  { postgresUrl, mariadb, sshd }: Servers,
): Promise<{ env: Record<string, string>; close: () => Promise<void> }> {
  const web = await webServer();
  plantTables(folder);
  plantDocuments(folder);
  plantTap(folder);
  plantWebs(folder, web.url);
  connector(folder, 'pushed', { reader: '{ kind: push }', from: 'person' });
  const env = {
    PLANTED: SECRET,
    ...plantSftp(folder, sshd),
    ...(await plantPostgres(folder, postgresUrl)),
    ...(await plantMariaDb(folder, mariadb)),
  };
  return { env, close: web.close };
}
