import { scopeFor, type Policy } from '../../../src/access/policy';
import type { Principal } from '../../../src/access/token';

const POLICY: Policy = {
  roles: {
    worker: {
      purposes: ['service', 'case'],
      rights: [],
      view: { ORDINARY: 'WHOLE', DIRECT_IDENTIFIER: 'MASKED' },
    },
    steward: { purposes: ['care'], rights: ['sync'], view: {} },
  },
  purposes: {
    service: { caseRequired: false, catalogues: ['hotline'] },
    case: { caseRequired: true, catalogues: '*' },
    care: { caseRequired: false, catalogues: [] },
  },
};
const CATALOGUE = {
  streams: new Map([
    [1, { id: 1, connector: 'hotline' }],
    [2, { id: 2, connector: 'police' }],
  ]),
};
const worker: Principal = {
  id: 'u1',
  name: '甲',
  role: 'worker',
  department: 'grid',
  areas: 'ALL',
  purposes: ['service', 'case'],
};
const ask = (
  principal: Principal,
  purpose: string | null = null,
  caseNumber: string | null = null,
) => scopeFor(POLICY, principal, { purpose, caseNumber, areas: principal.areas }, CATALOGUE);
const refusal = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'let through';
};

describe('a scope', () => {
  it('holds the streams of the connectors that serve the purpose, and no others', () => {
    expect(ask(worker, 'service').streams).toEqual([1]);
    expect(ask(worker, 'case', '案2026-1').streams).toEqual([1, 2]);
    expect(ask({ ...worker, role: 'steward', purposes: ['care'] }).streams).toEqual([]);
  });

  it('hides every kind that the role does not name', () => {
    expect(ask(worker, 'service').view).toEqual({
      ORDINARY: 'WHOLE',
      DIRECT_IDENTIFIER: 'MASKED',
      QUASI_IDENTIFIER: 'HIDDEN',
      SENSITIVE: 'HIDDEN',
    });
  });

  it('takes the only purpose there is, and asks where there are several', () => {
    expect(ask({ ...worker, purposes: ['service'] }).purpose).toBe('service');
    expect(refusal(() => ask(worker))).toBe('PURPOSE_REQUIRED');
    expect(refusal(() => ask({ ...worker, purposes: [] }))).toBe('PURPOSE_REQUIRED');
  });

  it('needs a purpose that token and role both grant', () => {
    expect(refusal(() => ask(worker, 'care'))).toBe('FORBIDDEN');
    expect(refusal(() => ask({ ...worker, purposes: ['care'] }, 'care'))).toBe('FORBIDDEN');
    expect(refusal(() => ask({ ...worker, purposes: ['service'] }, 'case'))).toBe('FORBIDDEN');
    expect(refusal(() => ask(worker, 'toString'))).toBe('FORBIDDEN');
  });

  it('needs a case number where the purpose asks for one', () => {
    expect(refusal(() => ask(worker, 'case'))).toBe('CASE_REQUIRED');
    expect(ask(worker, 'case', '案2026-1').caseNumber).toBe('案2026-1');
  });

  it('hears a case number only where the purpose asks for one', () => {
    expect(ask(worker, 'service', '案2026-1').caseNumber).toBeNull();
  });

  it('is not made for a role that the hub does not know, not even an inherited name', () => {
    for (const role of ['other', 'constructor', '__proto__'])
      expect(refusal(() => ask({ ...worker, role }, 'service'))).toBe('FORBIDDEN');
  });
});
