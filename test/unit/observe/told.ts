import type { Observer } from '../../../src/observe';

export const PLAN = '4c0f8a00-1111-4222-8333-123456789abc';
export const SLOT = new Date('2026-11-23T18:00:00Z');

const rows = (read: number): Parameters<Observer['sourceProgressed']>[0]['counts'] => ({
  ...{ read, landed: read - 1, unchanged: 0, quarantined: 1, deleted: 0, removed: 0 },
});

/** A small night: one source read in three pages, one that fails, one stage, and its end. */
export function tellNight(observer: Observer): void {
  const planId = PLAN;
  observer.planStarted({ planId, slot: SLOT, connectors: ['hotline', 'police'] });
  for (const connector of ['hotline', 'police'])
    observer.sourceStarted({ planId, connector, slot: SLOT, full: false });
  for (const read of [10, 20, 25])
    observer.sourceProgressed({
      planId,
      connector: 'hotline',
      stream: 'visit',
      counts: rows(read),
    });
  observer.sourceFinished({
    ...{ planId, connector: 'hotline', runId: 'b1b1b1b1-1111-4222-8333-123456789abc' },
    ...{ status: 'SUCCEEDED', counts: rows(25), failure: null },
  });
  observer.sourceFinished({
    ...{ planId, connector: 'police', runId: null, status: 'FAILED', counts: rows(1) },
    failure: {
      code: 'SOURCE_REFUSED',
      message: 'police: a login is required, postgres://u:s3cret-pw@db refused 110101199003071234',
    },
  });
  observer.stageStarted({ planId, stage: 'stitch', slot: SLOT });
  observer.stageFinished({ planId, stage: 'stitch', counts: { Resident: 7 }, failure: null });
  observer.planFinished({
    ...{ planId, status: 'PARTIAL', slot: SLOT },
    startedAt: new Date('2026-11-23T18:00:01Z'),
    finishedAt: new Date('2026-11-23T18:05:01Z'),
  });
}
