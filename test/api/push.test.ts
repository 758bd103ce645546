import { signToken } from '../../src/access/token';
import type { TestFolder } from '../support/hub';
import {
  listAt,
  principal,
  startTestApi,
  TOKEN_SECRET,
  type Answer,
  type Role,
  type TestApi,
} from './support';

/** Two departments whose records come by themselves. */
function writePushed(folder: TestFolder): void {
  for (const [id, department] of [
    ['visits', 'grid'],
    ['calls', 'police'],
  ] as const)
    folder.write(
      `connectors/${id}/connector.yaml`,
      `id: ${id}
department: { code: ${department}, zh: 部门, en: department }
title: { zh: 走访, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: push }
streams:
  visit:
    from: visit
    key: [id]
    record: ${id === 'visits' ? 'Visit' : 'Call'}Record
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
      danger: { share: NOT_SHARED }
    mentions:
      visit: { as: Event, number: { scheme: ${id}, item: id }, title: title, occurredAt: day }
`,
    );
}

const rowsOf = (n: number): Record<string, unknown>[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `v${String(i)}`,
    day: '2026-03-01',
    title: `visit ${String(i)}`,
  }));

interface Sent {
  readonly body?: unknown;
  readonly role?: Role;
  readonly department?: string;
  readonly purpose?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('POST /push', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi({ more: writePushed });
  });
  afterAll(() => hub.close());

  async function push(
    path: string,
    {
      body,
      role = 'department-system',
      department = 'grid',
      purpose = 'data-provision',
      headers = {},
    }: Sent,
  ): Promise<Answer & { body: Record<string, unknown> }> {
    const token = await signToken(TOKEN_SECRET, principal(role, 'ALL', department), {
      validFor: 600,
    });
    const answer = await hub.send(
      {
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(purpose === null ? {} : { 'x-wangshu-purpose': purpose }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      path,
    );
    return { ...answer, body: JSON.parse(answer.text) as Record<string, unknown> };
  }
  const entries = async (): Promise<Record<string, unknown>[]> =>
    (
      await hub.hub.db.query<Record<string, unknown>>(
        `SELECT action, operation_name, outcome, error_code FROM audit_entry WHERE action = 'push' ORDER BY at`,
      )
    ).rows;

  it('lands the rows, says what became of each, and notes it', async () => {
    const rows = [...rowsOf(3), { id: 'v9', day: 'no day', salary: 9 }];
    const { status, body } = await push('/push/visits/visit', { body: { batch: 'b-1', rows } });
    expect(status).toBe(200);
    expect(body).toEqual({
      runId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      ...{ read: 4, landed: 3, unchanged: 0, quarantined: 1, deleted: 0 },
      ignoredFields: ['salary'],
    });
    expect((await entries()).at(-1)).toEqual({
      action: 'push',
      operation_name: 'visits',
      outcome: 'DISCLOSED',
      error_code: null,
    });
  });

  it('keeps every digit of a number that is too long for one', async () => {
    const row = (id: string): string => `{"id": ${id}, "day": "2026-03-01", "title": "long"}`;
    const numbers = ['990101199001010017', '990101199001010018'];
    const body = `{"batch": "b-long", "rows": [${numbers.map(row).join(', ')}]}`;
    const answer = await push('/push/visits/visit', { body });
    expect(answer.body).toMatchObject({ read: 2, landed: 2 });
    const { rows } = await hub.hub.db.query<{ id: string }>(
      `SELECT payload ->> 'id' AS id FROM record WHERE payload ->> 'title' = 'long' ORDER BY 1`,
    );
    expect(rows.map(({ id }) => id)).toEqual(numbers);
  });

  it('refuses a batch that is mostly bad rows, lands nothing of it, and takes it when it is mended', async () => {
    const bad = rowsOf(25).map((row) => ({ ...row, id: `t-${String(row['id'])}`, day: 'no day' }));
    const refused = await push('/push/visits/visit', { body: { batch: 'b-bad', rows: bad } });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toMatch(/25 of the 25 rows.*QUARANTINE_THRESHOLD/);
    const kept = async (sql: string): Promise<unknown> => (await hub.hub.db.query(sql)).rows[0];
    expect(
      await kept(`SELECT count(*) AS n FROM quarantine WHERE raw ->> 'id' LIKE 't-%'`),
    ).toEqual({ n: 0 });
    const latest = `SELECT status, error_code AS code FROM sync_run WHERE connector = 'visits' ORDER BY started_at DESC LIMIT 1`;
    expect(await kept(latest)).toEqual({ status: 'FAILED', code: 'QUARANTINE_THRESHOLD' });
    const rows = bad.map((row) => ({ ...row, day: '2026-03-02' }));
    const taken = await push('/push/visits/visit', { body: { batch: 'b-bad', rows } });
    expect(taken.body).toMatchObject({ read: 25, landed: 25 });
    expect(await kept(latest)).toEqual({ status: 'SUCCEEDED', code: null });
  });

  it('answers a batch that is sent again the same, without looking at it', async () => {
    const batch = { batch: 'b-2', rows: rowsOf(5) };
    const first = await push('/push/visits/visit', { body: batch });
    const again = await push('/push/visits/visit', { body: batch });
    expect(again.body).toEqual(first.body);
    const other = await push('/push/visits/visit', { body: { ...batch, rows: rowsOf(6) } });
    expect([other.status, other.errors[0]?.extensions.code]).toEqual([409, 'BATCH_REUSED']);
  });

  it.each<[string, string, Sent, number, string]>([
    [
      'a role without the right',
      '/push/visits/visit',
      { role: 'steward', purpose: 'data-stewardship' },
      403,
      'FORBIDDEN',
    ],
    ['another department’s connector', '/push/calls/visit', {}, 403, 'FORBIDDEN'],
    [
      'a connector that is read, not pushed',
      '/push/population/resident',
      { department: 'police' },
      403,
      'FORBIDDEN',
    ],
    ['a connector that is none', '/push/%E6%97%A0/visit', {}, 403, 'FORBIDDEN'],
    ['a stream that is none', '/push/visits/nothing', {}, 404, 'CONNECTOR_UNKNOWN'],
    [
      'no purpose where the role has two',
      '/push/visits/visit',
      { purpose: 'case-handling' },
      403,
      'FORBIDDEN',
    ],
    ['no batch name', '/push/visits/visit', { body: { rows: [] } }, 400, 'BAD_USER_INPUT'],
    [
      'a batch name of any characters',
      '/push/visits/visit',
      { body: { batch: 'a b', rows: [] } },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'rows that are no list',
      '/push/visits/visit',
      { body: { batch: 'x', rows: {} } },
      400,
      'BAD_USER_INPUT',
    ],
    ['a body that is none', '/push/visits/visit', { body: 'null' }, 400, 'BAD_USER_INPUT'],
    [
      'a body that is cut',
      '/push/visits/visit',
      { body: '{"batch": "b", "rows": [{' },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'another form',
      '/push/visits/visit',
      { body: 'a,b', headers: { 'content-type': 'text/csv' } },
      415,
      'BAD_REQUEST',
    ],
  ])(
    'refuses %s with a code and a sentence, and lands nothing',
    async (_, path, sent, status, code) => {
      const count = async (): Promise<unknown> =>
        (await hub.hub.db.query('SELECT count(*) AS n FROM record')).rows[0];
      const before = await count();
      const answer = await push(path, { body: { batch: 'refused', rows: rowsOf(9) }, ...sent });
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
      expect(answer.errors[0]?.message).toMatch(/required/);
      expect(await count()).toEqual(before);
    },
  );

  it('refuses without a token, and says nothing of what is there', async () => {
    const answer = await hub.send(
      { body: '{}', headers: { 'content-type': 'application/json' } },
      '/push/visits/visit',
    );
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('notes who was turned away', async () => {
    await push('/push/calls/visit', { body: { batch: 'b', rows: [] } });
    expect((await entries()).at(-1)).toMatchObject({ outcome: 'DENIED', error_code: 'FORBIDDEN' });
  });

  it('shows what came with the other records of the graph, and what did not in the quarantine', async () => {
    await hub.hub.settle();
    const { data } = await hub.ask(
      'steward',
      '{ quarantine(connector: "visits") { edges { node { connector stage code item } } } }',
      { purpose: 'data-stewardship' },
    );
    expect(listAt(data, 'quarantine')).toEqual([
      { connector: 'visits', stage: 'MAP', code: expect.any(String) as string, item: 'day' },
    ]);
  });
});
