import type { TestFolder } from '../../support/hub';
import { connector } from './planted';

const BEARER = `{ kind: bearer, token: '\${PLANTED}' }`;
/** Every way to say who one is, each with the secret in it. */
const AUTHS: Readonly<Record<string, string>> = {
  bearer: BEARER,
  header: `{ kind: header, name: X-Api-Key, value: '\${PLANTED}' }`,
  basic: `{ kind: basic, username: hub, password: '\${PLANTED}' }`,
  hmac: `{ kind: hmac, appKey: '\${PLANTED}', secret: '\${PLANTED}' }`,
};

/** Sources on a web server that repeats what it was told. */
export function plantWebs(folder: TestFolder, url: string): void {
  const http = (id: string, path: string, auth = BEARER, own = 'paging: { kind: none }'): void =>
    connector(folder, id, {
      reader: `{ kind: http, baseUrl: '${url}', auth: ${auth}, retries: 0, query: { token: '\${PLANTED}' }, rows: data, success: { at: code, is: ['0'] }, ${own} }`,
      from: path,
    });
  for (const path of ['status', 'page', 'word', 'shape']) http(`web-${path}`, `/${path}`);
  for (const [kind, auth] of Object.entries(AUTHS)) http(`web-${kind}-denied`, '/denied', auth);
  for (const clientAuth of ['basic', 'post'])
    for (const issuer of ['refused', 'odd', 'page'])
      http(`web-token-${issuer}-${clientAuth}`, '/shape', oauth2(url, issuer, clientAuth));
  http('web-token-denied', '/denied', oauth2(url, 'given', 'basic'));
  http('web-away', '/away', BEARER, 'redirects: true, paging: { kind: none }');
  http('web-linked', '/linked', BEARER, 'paging: { kind: link }');
  http('web-renamed', '/renamed', BEARER, 'paging: { kind: link }');
  connector(folder, 'web-graphql', {
    reader: `{ kind: graphql, url: '${url}/graphql', auth: ${BEARER}, retries: 0 }`,
    from: 'people',
  });
  connector(folder, 'web-gone', {
    reader: `{ kind: http, baseUrl: 'http://127.0.0.1:1', auth: ${BEARER}, retries: 0, rows: data, paging: { kind: none } }`,
    from: '/x',
  });
}

const oauth2 = (url: string, issuer: string, clientAuth: string): string =>
  `{ kind: oauth2, tokenUrl: '${url}/token/${issuer}', clientId: hub, clientSecret: '\${PLANTED}', clientAuth: ${clientAuth} }`;
