import { scopeFor } from '../../../src/access/policy';
import type { Principal } from '../../../src/access/token';
import { appendAudit } from '../../../src/audit/append';
import { readAuditPage } from '../../../src/audit/read';
import { openPool, type Db } from '../../../src/db/pool';
import { testDatabase, type TestDatabase } from '../../support/database';

const POLICY = {
  roles: {
    auditor: { purposes: ['audit'], rights: ['audit'], view: {} },
    other: { purposes: ['audit'], rights: [], view: {} },
  },
  purposes: { audit: { caseRequired: true, catalogues: [] } },
};
const principal: Principal = {
  id: 'u1',
  name: '甲',
  role: 'auditor',
  department: 'x',
  areas: 'ALL',
  purposes: ['audit'],
};
const scopeOf = (role: string) =>
  scopeFor(
    POLICY,
    { ...principal, role },
    { purpose: null, caseNumber: '案1', areas: 'ALL' },
    { streams: new Map() },
  );

describe('the audit log', () => {
  let database: TestDatabase;
  let db: Db;
  beforeEach(async () => {
    database = await testDatabase();
    db = openPool(database.url, { max: 2 });
  });
  afterEach(async () => {
    await db.end();
    await database.drop();
  });

  const entry = (disclosed: number) =>
    ({
      db,
      action: 'query',
      operationName: 'Op',
      operationHash: null,
      disclosed: Array.from({ length: disclosed }, (_, i) => `Resident:${String(i)}`),
      outcome: 'DISCLOSED',
      errorCode: null,
    }) as const;
  const read = (changes: object = {}) =>
    readAuditPage({
      reading: { db, scope: scopeOf('auditor') },
      principal: null,
      outcome: null,
      from: null,
      to: null,
      page: { first: 2 },
      ...changes,
    });

  it('gives entries back, latest first, page by page', async () => {
    for (let i = 0; i < 5; i += 1) await appendAudit({ ...entry(i), scope: scopeOf('auditor') });
    const first = await read();
    expect(first.rows.map(({ rowCount }) => rowCount)).toEqual([4, 3]);
    const second = await read({ page: { first: 9, after: first.cursors[1] } });
    expect(second.rows.map(({ rowCount }) => rowCount)).toEqual([2, 1, 0]);
    expect(first.rows[0]).toMatchObject({
      principal: 'u1',
      purpose: 'audit',
      caseNumber: '案1',
      role: 'auditor',
    });
  });

  it('enters callers who were turned away, and finds them', async () => {
    await appendAudit({ ...entry(0), principal, outcome: 'DENIED', errorCode: 'CASE_REQUIRED' });
    await appendAudit({ ...entry(1), scope: scopeOf('auditor') });
    const denied = await read({ outcome: 'DENIED' });
    expect(denied.rows).toHaveLength(1);
    expect(denied.rows[0]).toMatchObject({ purpose: null, errorCode: 'CASE_REQUIRED' });
  });

  it('is closed to callers without the right', async () => {
    await expect(read({ reading: { db, scope: scopeOf('other') } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
