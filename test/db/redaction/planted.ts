import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import type { TestFolder } from '../../support/hub';

/** What must be found nowhere: a secret of the hub, and what a resident is known by. */
export const SECRET = 'Zq7-planted-S3cret';
export const NAME = '欧阳春晓';
export const ID = '990101199001019996';
export const PHONE = '13900006789';
const PERSON = `${NAME},${ID},${PHONE}`;

/** The planted things as they might be written: plain, in an address, in base64, escaped. */
export function planted(): readonly { readonly what: string; readonly pattern: string }[] {
  return [
    ...[SECRET, NAME, ID, PHONE].map((what) => ({ what, pattern: what })),
    ...[SECRET, NAME].map((what) => ({ what, pattern: encodeURIComponent(what) })),
    ...[SECRET, NAME, ID].map((what) => ({
      what,
      // Whatever stands before it: of the three ways that base64 may cut a text, the middle is the same in each.
      pattern: Buffer.from(what).toString('base64').slice(0, 12),
    })),
    { what: NAME, pattern: [...NAME].map((c) => `\\u${c.charCodeAt(0).toString(16)}`).join('') },
  ];
}

const items = `
      bh: { kind: ORDINARY }
      xm: { kind: QUASI_IDENTIFIER, mask: surname }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4 }
      lxdh: { type: phone, kind: DIRECT_IDENTIFIER, mask: last4 }`;

function connector(folder: TestFolder, id: string, reader: string, from: string, more = ''): void {
  const record = id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  folder.write(
    `connectors/${id}/connector.yaml`,
    `id: ${id}
department: { code: ${id}, zh: 部门, en: ${id} }
title: { zh: 登记, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: ${reader}
streams:
  person:
    from: ${from}
    key: [bh]
    record: ${record}Record${more}
    items:${items}
    mentions:
      person: { as: Resident, identityNumber: sfzh, name: xm }
`,
  );
}

function files(folder: TestFolder): void {
  const csv = (id: string): string =>
    `{ kind: file, folder: '${folder.path}/data/${id}', format: csv }`;
  const header = 'bh,xm,sfzh,lxdh';
  const write = (id: string, content: string | Buffer, more = ''): void => {
    connector(folder, id, csv(id), 'person.csv', more);
    folder.write(`data/${id}/person.csv`, content);
  };
  // The same resident in two places, of which the hub's own database takes one (see the index of the test).
  write('good', `${header}\n1,${PERSON}\n`);
  write('twin', `${header}\n1,${PERSON}\n`);
  // A number with a wrong check digit, a telephone number of letters, and no key.
  write('bad-rows', `${header}\n1,${NAME},${ID.slice(0, 17)}X,tel${PHONE}\n,${PERSON}\n`);
  write(
    'all-bad',
    `${header}\n${Array.from({ length: 5 }, (_, i) => `${String(i)},${NAME},${ID}9,x`).join('\n')}\n`,
    '\n    quarantine: { maxRows: 2 }',
  );
  // The first row taken for the names of the columns.
  write('no-header', `1,${PERSON}\n2,${PERSON}\n`);
  write('stray-quote', `${header}\n1,"${NAME},${ID},${PHONE}\n2,${PERSON}\n`);
  write(
    'no-text',
    Buffer.concat([Buffer.from(`${header}\n1,`), Buffer.from([0xff, 0xfe]), Buffer.from(PERSON)]),
  );
  // Named after a resident: a file that is asked for and not there.
  connector(folder, 'no-file', csv('nowhere'), 'person.csv');
}

/** Programs that die with the planted things on their lips. */
function taps(folder: TestFolder): void {
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
  connector(
    folder,
    'tap',
    `{ kind: singer, catalog: none, command: ['${process.execPath}', '${tap}'], secrets: { password: '\${PLANTED}' } }`,
    'person',
  );
}

/** A web server that gives away what it is asked with, in every way there is. */
async function webServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const said = `${request.headers.authorization ?? ''} ${request.url ?? ''} ${PERSON} ${SECRET}`;
    const send = (status: number, body: string, type = 'application/json'): void =>
      void response
        .writeHead(status, `no ${SECRET}`, { 'content-type': type, 'x-debug': SECRET })
        .end(body);
    switch (new URL(request.url ?? '/', 'http://hub').pathname) {
      case '/status':
        return send(500, JSON.stringify({ message: said }));
      case '/page':
        return send(200, `<html>${said}</html>`, 'text/html');
      case '/word':
        return send(200, JSON.stringify({ code: 500, message: said, data: [] }));
      case '/graphql':
        return send(200, JSON.stringify({ errors: [{ message: said }], data: null }));
      case '/denied':
        return send(401, JSON.stringify({ message: said }));
      case '/shape':
        return send(200, JSON.stringify({ code: 0, data: said }));
      default:
        return send(404, said);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function webs(folder: TestFolder, url: string): void {
  const call = `auth: { kind: bearer, token: '\${PLANTED}' }, retries: 0`;
  for (const path of ['status', 'page', 'word', 'denied', 'shape'])
    connector(
      folder,
      `web-${path}`,
      `{ kind: http, baseUrl: '${url}', ${call}, query: { token: '\${PLANTED}' }, rows: data, success: { at: code, is: ['0'] }, paging: { kind: none } }`,
      `/${path}`,
    );
  connector(folder, 'web-graphql', `{ kind: graphql, url: '${url}/graphql', ${call} }`, 'people');
  connector(
    folder,
    'web-gone',
    `{ kind: http, baseUrl: 'http://127.0.0.1:1', ${call}, rows: data, paging: { kind: none } }`,
    '/x',
  );
}

/** Databases whose errors quote what they were asked, what they hold, and who asked. */
async function databases(folder: TestFolder, url: string): Promise<Record<string, string>> {
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
    connector(folder, id, `{ kind: sql, client: pg, connection: '\${${name}}' }`, from);
  sql('sql-wrong', 'WRONG_URL', 'person');
  sql('sql-nobody', 'NOBODY_URL', 'person');
  sql('sql-away', 'AWAY_URL', 'person');
  sql('sql-echo', 'RIGHT_URL', 'echoing');
  sql('sql-cast', 'RIGHT_URL', 'casting');
  sql('sql-table', 'RIGHT_URL', 'nothing_here');
  return {
    ...{ WRONG_URL: wrong.href, NOBODY_URL: nobody.href, AWAY_URL: away.href, RIGHT_URL: url },
    PLANTED: SECRET,
  };
}

/** Writes connectors whose sources fail in many ways, each with the planted things at hand. */
export async function plantSources(
  folder: TestFolder,
  databaseUrl: string,
): Promise<{ env: Record<string, string>; close: () => Promise<void> }> {
  const web = await webServer();
  files(folder);
  taps(folder);
  webs(folder, web.url);
  return { env: await databases(folder, databaseUrl), close: web.close };
}
