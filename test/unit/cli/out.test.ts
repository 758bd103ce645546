import { catalogueOf } from '../../../src/connect/load';
import { nothingChanged, planLines } from '../../../src/cli/out/plan';
import { tableLines } from '../../../src/cli/out/table';
import { displayWidth } from '../../../src/cli/out/width';
import { planOf as plan, sourceOf as source } from './reports';
import { ageWord, durationWord, momentWord } from '../../../src/cli/out/words';

const catalogue = catalogueOf([]);

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
    expect([240, 3_100, 125_000, 28_800_000].map(durationWord)).toEqual([
      '240 ms',
      '3.1 s',
      '2 min 05 s',
      '8 h 00 min',
    ]);
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
      catalogue,
    );
    expect(lines[0]).not.toContain('removed');
    expect(lines).toContain('b: a server is required, none answers [SOURCE_UNREACHABLE]');
    expect(lines).toContain('缝合 stitched: 2 人 residents, 1 关系 links (20 ms)');
  });

  it('a plan names nouns and stages in their own order, and says that it is partly done', () => {
    const counts = { Event: 1, Place: 2, links: 3, Resident: 4 };
    const stages = {
      trend: { ms: 1, finishedAt: 'x', counts: { cells: 5 } },
      stitch: { ms: 1, finishedAt: 'x', counts },
      resolve: { ms: 1, finishedAt: 'x', counts: { moved: 6 } },
    };
    const lines = planLines(plan({ status: 'PARTIAL', sources: [source({})], stages }), catalogue);
    expect(lines.slice(-4)).toEqual([
      '归并 resolved: 6 moved (1 ms)',
      '缝合 stitched: 4 人 residents, 2 地 places, 1 事 events, 3 关系 links (1 ms)',
      '趋势 trends: 5 cells (1 ms)',
      expect.stringMatching(/^部分完成.*Partly done/),
    ]);
  });

  it('a plan in which everything was read does not speak of parts', () => {
    expect(planLines(plan({ sources: [source({})] }), catalogue).join()).not.toMatch(/Partly/);
  });
});
