import { planJson } from '../../../src/cli/out/progress-json';
import type { PlanReport } from '../../../src/jobs';
import { planOf, sourceOf } from './reports';

describe('progress of a plan for a machine', () => {
  const follow = (): { told: () => object[]; at: (ms: number, report: PlanReport) => void } => {
    let err = '';
    let now = 0;
    const io = {
      out: () => undefined,
      err: (text: string) => (err += text),
      interactive: false,
      stop: new AbortController().signal,
    };
    const watch = planJson(io, () => now);
    return {
      told: () =>
        err
          .trimEnd()
          .split('\n')
          .map((each) => JSON.parse(each) as object),
      at(ms, report) {
        now = ms;
        watch(report);
      },
    };
  };

  it('is an object a line: at each beginning and end, and once a second between', () => {
    const { told, at } = follow();
    const running = (read: number): PlanReport =>
      planOf({ status: 'RUNNING', sources: [sourceOf({ status: 'RUNNING', read, expected: 9 })] });
    at(10_000, running(1));
    at(10_250, running(2));
    at(10_999, running(3));
    at(11_000, running(4));
    const error = { code: 'SOURCE_UNREACHABLE', message: 'none answers' } as const;
    at(11_100, planOf({ sources: [sourceOf({ status: 'FAILED', read: 4, error })] }));
    at(20_000, planOf({ sources: [sourceOf({ status: 'FAILED', read: 4, error })] }));
    expect(told()).toMatchObject([
      { source: 'a', status: 'RUNNING', read: 1, expected: 9 },
      { source: 'a', status: 'RUNNING', read: 4 },
      { source: 'a', status: 'FAILED', read: 4, error },
    ]);
  });

  it('tells stages in the order in which they run, with what they did', () => {
    const { told, at } = follow();
    const startedAt = '2026-03-01T00:00:00Z';
    const stages: PlanReport['stages'] = {
      trend: { startedAt, step: 'days', done: 1, total: 4 },
      resolve: { startedAt, finishedAt: startedAt, counts: { moved: 2 } },
    };
    at(1_000, planOf({ status: 'RUNNING', stages }));
    at(1_100, planOf({ status: 'RUNNING', stages }));
    expect(told()).toMatchObject([
      { stage: 'resolve', status: 'SUCCEEDED', counts: { moved: 2 } },
      { stage: 'trend', status: 'RUNNING', step: 'days', done: 1, total: 4 },
    ]);
  });
});
