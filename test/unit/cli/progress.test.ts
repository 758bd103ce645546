import type { PlanReport, SourceReport } from '../../../src/jobs';
import { planWatcher, progressOf, type Progress } from '../../../src/cli/out/progress';
import { planOf, sourceOf } from './reports';

/** What was told, in order. */
function listening(): { told: string[]; progress: Progress } {
  const told: string[] = [];
  const progress: Progress = {
    step: (name, done, total) => told.push(`${name} ${String(done)}/${String(total)}`),
    end: (name, words) => told.push(`${name}: ${words}`),
    close: () => undefined,
  };
  return { told, progress };
}

describe('progress of a plan', () => {
  const running: SourceReport = sourceOf({
    connector: 'a',
    status: 'RUNNING',
    read: 5,
    expected: 9,
  });
  const done: SourceReport = sourceOf({ connector: 'a', read: 9, ms: 40 });
  /** The order in which jsonb gives them back: by length of the key. */
  const stages: PlanReport['stages'] = {
    trend: { ms: 1, finishedAt: 'x' },
    stitch: { ms: 2, finishedAt: 'x' },
    resolve: { ms: 3, finishedAt: 'x' },
  };

  it('tells sources that read, and each end once', () => {
    const { told, progress } = listening();
    const watch = planWatcher(progress);
    const waiting = sourceOf({ connector: 'b', status: 'WAITING' });
    watch(planOf({ status: 'RUNNING', sources: [running, waiting] }));
    watch(planOf({ sources: [done] }));
    watch(planOf({ sources: [done] }));
    expect(told).toEqual(['a 5/9', 'a: 9 行 rows, 40 ms']);
  });

  it('tells stages in the order in which they run, whatever order the report has', () => {
    const { told, progress } = listening();
    planWatcher(progress)(planOf({ stages }));
    expect(told).toEqual(['resolve: 3 ms', 'stitch: 2 ms', 'trend: 1 ms']);
  });

  it('tells that a source failed, with the code', () => {
    const { told, progress } = listening();
    const error = { code: 'SOURCE_UNREACHABLE', message: 'none answers' } as const;
    planWatcher(progress)(planOf({ sources: [sourceOf({ status: 'FAILED', error })] }));
    expect(told).toEqual(['a: FAILED: SOURCE_UNREACHABLE']);
  });
});

describe('progress where nobody looks on', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is a line at each end, and one in ten seconds meanwhile', () => {
    let err = '';
    const progress = progressOf({
      out: () => undefined,
      err: (text) => (err += text),
      interactive: false,
      stop: new AbortController().signal,
    });
    for (let second = 0; second < 25; second += 1) {
      progress.step('a', second * 1_000, 30_000);
      jest.advanceTimersByTime(1_000);
    }
    progress.end('a', 'done');
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^ {2}… a +10,000 \/ 30,000$/);
    expect(lines[2]).toMatch(/^ {2}a +done$/);
  });
});
