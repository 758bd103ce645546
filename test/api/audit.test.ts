import { at, listAt, residentId, startTestApi, textAt, type TestApi } from './support';
import { identityNumber } from './district';

interface Entry {
  principal: string;
  department: string | null;
  role: string;
  purpose: string | null;
  case_number: string | null;
  action: string;
  operation_name: string | null;
  operation_hash: string | null;
  row_count: number;
  outcome: string;
  error_code: string | null;
}

describe('the audit log', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  const entries = async (): Promise<Entry[]> =>
    (await hub.hub.db.query<Entry>('SELECT * FROM audit_entry ORDER BY at, id')).rows;
  /** Entries that `work` adds. */
  const added = async (work: () => Promise<unknown>): Promise<Entry[]> => {
    const before = (await entries()).length;
    await work();
    return (await entries()).slice(before);
  };

  it('keeps who asked what for which purpose and case, and how much was disclosed', async () => {
    const [entry, ...more] = await added(() =>
      hub.ask(
        'case-officer',
        `query Two { resident(id: "${residentId(1)}") { id household { members { id } } } }`,
        { operationName: 'Two' },
      ),
    );
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      principal: 'case-officer-1',
      department: 'grid',
      role: 'case-officer',
      purpose: 'case-handling',
      case_number: '澄网〔2026〕1号',
      action: 'query',
      operation_name: 'Two',
      operation_hash: expect.stringMatching(/^[0-9a-f-]{36}$/),
      // Resident 1 stands in the answer twice, resident 2 once.
      row_count: 2,
      // Whom it was about can be asked of the log later, by their ids.
      disclosed: [residentId(1), residentId(2)].sort(),
      outcome: 'DISCLOSED',
      error_code: null,
    });
  });

  it('keeps one entry an operation, whatever became of it', async () => {
    const cases: readonly (readonly [string, string, string | null])[] = [
      ['{ events(first: 2) { edges { node { id } } } }', 'DISCLOSED', null],
      ['{ event(number: "hotline:none") { id } }', 'DISCLOSED', null],
      ['{ quarantine { edges { node { id } } } }', 'DENIED', 'FORBIDDEN'],
      [`{ resident(identityNumber: "${identityNumber(1)}") { id } }`, 'DENIED', 'CASE_REQUIRED'],
      ['{ residents(first: 1000) { edges { node { id } } } }', 'FAILED', 'BAD_USER_INPUT'],
      ['{ nonsense }', 'FAILED', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ nonsense', 'FAILED', 'GRAPHQL_PARSE_FAILED'],
    ];
    for (const [query, outcome, code] of cases) {
      const made = await added(() => hub.ask('analyst', query));
      expect(made.map((entry) => [entry.outcome, entry.error_code])).toEqual([[outcome, code]]);
    }
  });

  it('counts as disclosed what came out beside an error', async () => {
    const query = `{ resident(id: "${residentId(1)}") { id } event(id: "${residentId(1)}") { id } }`;
    const [entry] = await added(() => hub.ask('analyst', query));
    expect(entry).toMatchObject({
      outcome: 'DISCLOSED',
      row_count: 1,
      error_code: 'BAD_USER_INPUT',
    });
  });

  it('keeps callers who were turned away before any operation ran', async () => {
    const made = await added(() =>
      hub.ask('case-officer', '{ me { name } }', { purpose: 'trend-analysis', caseNumber: null }),
    );
    expect(made).toEqual([
      expect.objectContaining({
        principal: 'case-officer-1',
        outcome: 'DENIED',
        error_code: 'FORBIDDEN',
        row_count: 0,
      }),
    ]);
  });

  it('keeps no value that was asked for', async () => {
    await hub.ask('case-officer', `{ resident(identityNumber: "${identityNumber(3)}") { id } }`);
    expect(JSON.stringify(await entries())).not.toContain(identityNumber(3));
  });

  it('lets nothing out while it cannot be written', async () => {
    hub.breakStatements(/audit_entry/);
    try {
      const answer = await hub.ask(
        'case-officer',
        `{ resident(id: "${residentId(1)}") { id name } }`,
      );
      expect([answer.status, answer.data, answer.errors[0]?.extensions.code]).toEqual([
        500,
        null,
        'INTERNAL',
      ]);
      expect(answer.text).not.toContain(residentId(1));
      const denied = await hub.ask('case-officer', '{ me { name } }', {
        purpose: 'trend-analysis',
        caseNumber: null,
      });
      expect([denied.status, denied.data]).toEqual([500, null]);
    } finally {
      hub.breakStatements(null);
    }
    expect((await hub.ask('case-officer', '{ me { name } }')).status).toBe(200);
  });

  it('is read by auditors alone, by principal, outcome and time, latest first', async () => {
    const query = `query ($from: DateTime, $to: DateTime) { auditLog(principal: "analyst-1", outcome: DENIED, from: $from, to: $to, first: 2) {
      edges { cursor node { id at principal role purpose outcome errorCode rowCount operationHash } } pageInfo { hasNextPage endCursor } } }`;
    const from = new Date(Date.now() - 3_600_000).toISOString();
    for (let i = 0; i < 3; i += 1)
      await hub.ask('analyst', '{ auditLog { edges { node { id } } } }');
    const { data, errors } = await hub.ask('auditor', query, { variables: { from } });
    expect(errors).toEqual([]);
    const rows = listAt(data, 'auditLog');
    expect(rows).toHaveLength(2);
    for (const row of rows)
      expect(row).toMatchObject({
        principal: 'analyst-1',
        role: 'analyst',
        purpose: 'trend-analysis',
        outcome: 'DENIED',
        errorCode: 'FORBIDDEN',
        rowCount: 0,
      });
    const times = rows.map((row) => textAt(row, 'at'));
    expect(times).toEqual([...times].sort().reverse());
    expect(at(data, 'auditLog.pageInfo.hasNextPage')).toBe(true);
    const earlier = await hub.ask('auditor', query, { variables: { to: from } });
    expect(listAt(earlier.data, 'auditLog')).toEqual([]);
    const [entry] = await added(() => hub.ask('auditor', query));
    expect(entry).toMatchObject({
      principal: 'auditor-1',
      purpose: 'audit-review',
      outcome: 'DISCLOSED',
    });
  });
});
