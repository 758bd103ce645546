import type { PlanReport, SourceReport } from '../../../src/jobs';
import { catalogueOf } from '../../../src/connect/load';
import { nothingChanged, planLines } from '../../../src/cli/out/plan';
import { tableLines } from '../../../src/cli/out/table';
import { displayWidth } from '../../../src/cli/out/width';
import { ageWord, durationWord, momentWord } from '../../../src/cli/out/words';

const source = (own: Partial<SourceReport>): SourceReport => ({
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
});
const plan = (own: Partial<PlanReport>): PlanReport => ({
  planId: '00000000-0000-0000-0000-000000000000',
  status: 'SUCCEEDED',
  full: false,
  slot: null,
  startedAt: new Date(0),
  finishedAt: new Date(1_500),
  sources: [],
  stages: {},
  ...own,
});

describe('what people read', () => {
  it('tables stand in columns whatever is Chinese', () => {
    const lines = tableLines(
      [{ title: '名称' }, { title: 'n', align: 'right' }],
      [
        ['王小明', '1'],
        ['abc', '1,234'],
      ],
    );
    expect(lines).toEqual(['名称        n', '──────  ─────', '王小明      1', 'abc     1,234']);
    expect(displayWidth('é\u200b号')).toBe(3);
  });

  it('durations, ages and moments are words', () => {
    expect([240, 3_100, 125_000].map(durationWord)).toEqual(['240 ms', '3.1 s', '2 min 05 s']);
    expect([0, 3 * 3_600_000, 72 * 3_600_000].map(ageWord)).toEqual(['0 min', '3 h', '3 d']);
    expect(momentWord(new Date('2026-03-01T18:00:00Z'), 'Asia/Shanghai')).toBe('2026-03-02 02:00');
    expect(momentWord(null, 'Asia/Shanghai')).toBe('–');
  });

  it('a plan says that nothing changed only where every source was read and nothing was new', () => {
    expect(nothingChanged(plan({ sources: [source({ read: 5, unchanged: 5 })] }))).toBe(true);
    for (const changed of [{ landed: 1 }, { quarantined: 1 }, { deleted: 1 }, { removed: 1 }])
      expect(nothingChanged(plan({ sources: [source(changed)] }))).toBe(false);
    expect(nothingChanged(plan({ status: 'PARTIAL', sources: [source({})] }))).toBe(false);
  });

  it('a plan tells why a source failed, and leaves columns of nothing out', () => {
    const lines = planLines(
      plan({
        status: 'PARTIAL',
        sources: [
          source({ read: 3, landed: 3 }),
          source({
            connector: 'b',
            status: 'FAILED',
            error: { code: 'SOURCE_UNREACHABLE', message: 'a server is required, none answers' },
          }),
        ],
        stages: { stitch: { ms: 20, finishedAt: 'x', counts: { Resident: 2, links: 1 } } },
      }),
      catalogueOf([]),
    );
    expect(lines[0]).not.toContain('removed');
    expect(lines).toContain('b: a server is required, none answers [SOURCE_UNREACHABLE]');
    expect(lines).toContain('缝合 stitched: 2 人 residents, 1 关系 links (20 ms)');
  });
});
