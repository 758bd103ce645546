import { CASES } from '../../src/acceptance/cases';
import { testFolder, type TestFolder } from '../support/hub';
import { apart, ALL, csv, judge, loaded, planted, yamlOf } from './acceptance-visits';
import { PLANTS } from './acceptance-child';

/** The kit is a judge: it must pass what is right (here), and catch each fault that it was made to catch (acceptance-faults). */
describe('a connector that is right', () => {
  let folder: TestFolder;
  beforeAll(() => {
    folder = testFolder();
    folder.write('drops/visit-20260301.csv', csv(ALL));
    folder.write('connectors/visits/connector.yaml', yamlOf(folder.path));
  });
  afterAll(() => {
    folder.remove();
  });

  it('passes every case that says something about it, and each says what it saw', async () => {
    const connector = loaded(folder.path);
    const rawReader = { kind: 'file' };
    const verdicts = await judge(folder.path, { connector, rawReader });
    const told = [...verdicts.values()].map(
      ({ name, outcome, saw }) => `${name} ${outcome} ${saw}`,
    );
    expect(told.filter((line) => line.includes('FAILED'))).toEqual([]);
    expect([...verdicts.keys()]).toEqual(CASES.map(({ name }) => name));
    expect(
      [...verdicts.values()]
        .filter(({ outcome }) => outcome === 'NOT_APPLICABLE')
        .map((v) => v.name),
    ).toEqual(['times-out', 'late-commits', 'truncated']);
    const saw = (name: string): string | undefined => verdicts.get(name)?.saw;
    expect(saw('kill')).toMatch(/killed [1-3] of 3 times while a run was under way; the same/);
    expect(saw('keys')).toContain('120 rows, 120 keys, none without one');
    expect(saw('types')).toContain('120 of 120 rows are as declared');
    expect(saw('resume')).toContain('visit from 21 of 21 checkpoints');
    expect(saw('bad-rows')).toContain('12 of 120 rows refused by the mapping, counted exactly');
    expect(saw('bad-rows')).toContain('12 of them landed by the replay');
    expect(saw('abort')).toMatch(/^CANCELLED after \d+ ms with 6 rows landed; .* read 114,/);
    expect(saw('drift')).toContain('missingColumn: stopped the run');
    expect(saw('memory')).toMatch(/too few for a verdict on the reader.*ingest of 10000/);
    expect(saw('fails-cleanly')).toContain('it has no secret');
  }, 180_000);

  it('passes with a cursor too, rows that come late and clocks that are wrong among them', async () => {
    const connector = planted(folder.path, {});
    const only = [
      'fails-cleanly',
      'times-out',
      'keys',
      'types',
      'page-ends',
      'late-commits',
      'twice',
    ];
    only.push('resume', 'state', 'bad-rows', 'characters', 'drift', 'abort');
    const verdicts = await judge(folder.path, { connector, only });
    expect([...verdicts.values()].map(({ outcome, saw }) => `${outcome} ${saw}`)).toEqual(
      only.map(() => expect.stringMatching(/^PASSED/) as string),
    );
    const saw = (name: string): string | undefined => verdicts.get(name)?.saw;
    expect(saw('fails-cleanly')).toContain('none of its 1 secrets');
    expect(saw('late-commits')).toContain('visit: 22 late rows landed');
    expect(saw('late-commits')).toContain('a clock 300 s ahead hid none of');
    expect(saw('late-commits')).toMatch(/a clock 4200 s ahead.* stay unseen until a full read/);
    expect(saw('state')).toContain('the future: no row lost');
  }, 120_000);

  it('passes where snapshots say what is gone', async () => {
    const connector = planted(folder.path, { whole: true, spec: { deletes: 'snapshot' } });
    const verdicts = await judge(folder.path, { connector, only: ['truncated'] });
    expect(verdicts.get('truncated')).toMatchObject({
      outcome: 'PASSED',
      saw: expect.stringContaining(
        'half of the rows: SOURCE_SHRUNK, none: SOURCE_SHRUNK',
      ) as string,
    });
  }, 60_000);

  it('passes killed and measured in processes of its own', async () => {
    const [killed, measured] = await Promise.all([
      judge(folder.path, {
        connector: planted(folder.path, {}),
        only: ['kill'],
        ...apart(folder.path, 'good'),
      }),
      judge(folder.path, {
        connector: planted(folder.path, PLANTS['lean'] ?? {}),
        only: ['memory'],
        ...apart(folder.path, 'lean'),
      }),
    ]);
    expect(killed.get('kill')?.outcome).toBe('PASSED');
    expect(measured.get('memory')).toMatchObject({
      outcome: 'PASSED',
      saw: expect.stringMatching(
        /^reader: held [\d.]+ MiB at most of [\d.]+ MiB in 2500 rows/,
      ) as string,
    });
  }, 120_000);

  it('is not judged where there is nothing to judge: an empty source passes no case that looks at rows', async () => {
    const connector = planted(folder.path, { rows: () => [] });
    const only = ['keys', 'types', 'page-ends', 'late-commits', 'kill', 'truncated', 'bad-rows'];
    only.push('characters', 'drift', 'memory');
    const verdicts = await judge(folder.path, { connector, only });
    expect([...verdicts.values()].map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(
      only.map((name) => `${name} NOT_APPLICABLE`),
    );
  }, 60_000);
});
