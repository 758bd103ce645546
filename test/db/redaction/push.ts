import { signToken } from '../../../src/access/token';
import { startApi } from '../../../src/api';
import { operationsOf } from '../../../src/cli/operations';
import { HUB, principal, TOKEN_SECRET } from '../../api/support';
import { TEST_ID_KEY } from '../../support/hub';
import { NIGHTLY, type NightHub } from '../jobs/night';
import { BAD_ID, BAD_PHONE, ID, NAME, PERSON, PHONE, SECRET } from './planted';

const PATH = '/push/pushed/person';
const bad = (i: number): object => ({ bh: String(i), xm: NAME, sfzh: BAD_ID, lxdh: BAD_PHONE });

/** What a department's system may post, by the status that it is answered with. */
const BATCHES: readonly { status: number; path?: string; token?: string; body: unknown }[] = [
  {
    status: 200,
    body: {
      batch: 'b-1',
      rows: [{ bh: '1', xm: NAME }, bad(2), PERSON, [ID], { xm: NAME }, { bh: '3', [PHONE]: ID }],
    },
  },
  { status: 409, body: { batch: 'b-1', rows: [bad(1)] } },
  { status: 422, body: { batch: 'b-2', rows: Array.from({ length: 25 }, (_, i) => bad(i)) } },
  { status: 400, body: `{"batch": "b-3", "rows": [{"xm": "${NAME}", "sfzh": "${ID}` },
  { status: 400, body: { batch: PERSON, rows: [bad(1)] } },
  { status: 404, path: `/push/pushed/${NAME}`, body: { batch: 'b-4', rows: [bad(1)] } },
  { status: 403, path: `/push/${PERSON}/${SECRET}`, body: { batch: 'b-5', rows: [bad(1)] } },
  { status: 401, token: SECRET, body: { batch: 'b-6', rows: [bad(1)] } },
  { status: 404, path: `/nowhere?xm=${NAME}&token=${SECRET}`, body: '{}' },
];

/** Posts batches with bad rows and broken ones to the hub's API. Gives what it answered. */
export async function pushPlanted(hub: NightHub): Promise<string> {
  const { db, catalogue, transport, logger } = hub;
  const operations = operationsOf({
    ...{ db, catalogue, transport, idKey: TEST_ID_KEY, nightly: NIGHTLY },
  });
  const api = await startApi({
    ...{ host: '127.0.0.1', port: 0, db, catalogue, operations, logger },
    ...{ policy: HUB, hub: HUB, tokenSecret: TOKEN_SECRET, idKey: TEST_ID_KEY },
  });
  const sender = principal('department-system', 'ALL', 'pushed');
  const own = await signToken(TOKEN_SECRET, sender, { validFor: 600 });
  const answers: string[] = [];
  const statuses: number[] = [];
  try {
    for (const { path = PATH, token = own, body } of BATCHES) {
      const response = await fetch(`${api.url}${encodeURI(path)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const headers = JSON.stringify([...response.headers]);
      answers.push(`${headers} ${await response.text()}`);
      statuses.push(response.status);
    }
  } finally {
    await api.close();
  }
  expect(statuses).toEqual(BATCHES.map(({ status }) => status));
  return answers.join('\n');
}
