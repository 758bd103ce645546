import type { PlanReport, SourceReport } from '../../../src/jobs';

/** A source that was read without a row. */
export function sourceOf(own: Partial<SourceReport>): SourceReport {
  return {
    connector: 'a',
    status: 'SUCCEEDED',
    read: 0,
    landed: 0,
    unchanged: 0,
    quarantined: 0,
    deleted: 0,
    removed: 0,
    mentions: 0,
    links: 0,
    expected: null,
    ms: 0,
    error: null,
    ...own,
  };
}

/** A plan that ended after a second and a half. */
export function planOf(own: Partial<PlanReport>): PlanReport {
  return {
    planId: '00000000-0000-0000-0000-000000000000',
    status: 'SUCCEEDED',
    full: false,
    slot: null,
    requestedBy: null,
    window: null,
    startedAt: new Date(0),
    finishedAt: new Date(1_500),
    sources: [],
    stages: {},
    ...own,
  };
}
