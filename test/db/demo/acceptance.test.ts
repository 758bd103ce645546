import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Verdict } from '../../../src/acceptance/case';
import { CASES } from '../../../src/acceptance/cases';
import { acceptConnector, SCRATCH_ID_KEY } from '../../../src/acceptance/kit';
import { loadConfig } from '../../../src/config/load';
import type { Catalogue } from '../../../src/connect/connector';
import { loadCatalogue, findConnectorFiles } from '../../../src/connect/load';
import type { RawValue } from '../../../src/connect/reader';
import { adminUrl, testDatabase, type TestDatabase } from '../../support/database';
import { testDistrict, type TestDistrict } from '../../support/demo';

const ROOT = path.join(__dirname, '../../..');
const CONNECTORS = path.join(ROOT, 'connectors');
const NAMES = findConnectorFiles([CONNECTORS]).map((file) => path.basename(path.dirname(file)));
const HUB = loadConfig({ env: {} }).hub;
const MOST_ROWS = 1_000;
/** The demo is dirty by design (src/demo/dirt.ts), and small: of ten rows one that is bad is ten in a hundred. */
const DIRT = 0.15;
/** Of the inspections that are kept of it one in four has a date that is none. */
const DIRTIEST: Readonly<Record<string, number>> = { health: 0.25 };
/** Drops of earlier days are cleared away: there is one for each day, and each costs its time. */
const DROPS_FROM: Readonly<Record<string, string>> = {
  hotline: '20260101',
  justice: '20251101',
  petitions: '20250601',
  health: '20250901',
};
/** So many connectors are judged at a time: they mostly wait. */
const AT_A_TIME = 2;

/** Landing thousands of rows tries the hub, which is the same for all, and their sources are too small for a verdict on a reader. */
const MEMORY_FOR = 'environment';
/** One connector of each way in which rows arrive is held to the whole kit. */
const WHOLE: Readonly<Record<string, string>> = {
  environment: 'sql',
  'civil-allowance': 'csv',
  'civil-affairs': 'xlsx',
  petitions: 'exchange',
  'grid-events': 'http',
  approvals: 'graphql',
  'human-resources': 'singer',
  volunteers: 'push',
};
/** What the others are held to: their own file, source, keys and types. How their readers behave was tried with those above. */
const OWN = ['spec', 'answers', 'fails-cleanly', 'discovery', 'keys', 'types', 'twice'];

/** Every connector of the demo is held to what `wangshu connectors test` holds a stranger's to. Slow: about a minute. */
describe('the acceptance kit, over the departments of the demo', () => {
  let made: TestDistrict;
  let database: TestDatabase;
  let catalogue: Catalogue;
  const pushed = new Map<string, Record<string, RawValue>[]>();
  const verdicts = new Map<string, Promise<Verdict[]>>();

  beforeAll(async () => {
    made = await testDistrict({ residents: 400, seed: 31, asOf: '2026-03-02' });
    for (const [department, from] of Object.entries(DROPS_FROM))
      clearAway(path.join(made.folder, 'departments', department), from);
    database = await testDatabase();
    catalogue = loadCatalogue({
      folders: [CONNECTORS],
      env: made.district.env,
      categories: new Set(Object.keys(HUB.categories)),
    });
    for (const [file, stream] of [
      ['volunteers', 'volunteer'],
      ['activities', 'activity'],
      ['services', 'service'],
    ] as const) {
      const text = readFileSync(path.join(made.district.pushed, `${file}.jsonl`), 'utf8');
      const lines = text.split('\n').filter((line) => line !== '');
      pushed.set(
        stream,
        lines.map((line) => JSON.parse(line) as Record<string, RawValue>),
      );
    }
    judgeAll();
  }, 120_000);
  afterAll(async () => {
    await Promise.allSettled(verdicts.values());
    await database.drop();
    await made.remove();
  }, 120_000);

  /** Begins with all of them, so many at a time; each test waits for its own. */
  function judgeAll(): void {
    const lanes: Promise<unknown>[] = Array.from({ length: AT_A_TIME }, () => Promise.resolve());
    for (const [i, name] of NAMES.entries()) {
      const lane = i % AT_A_TIME;
      const verdict = (lanes[lane] ?? Promise.resolve()).then(() => judge(name));
      lanes[lane] = verdict.catch(() => undefined);
      verdicts.set(name, verdict);
    }
  }

  const casesOf = (name: string): readonly string[] =>
    name in WHOLE
      ? CASES.map((each) => each.name).filter((each) => each !== 'memory' || name === MEMORY_FOR)
      : OWN;

  async function judge(name: string): Promise<Verdict[]> {
    const connector = catalogue.connector(name);
    const again = (...own: string[]): ChildProcess =>
      spawn(
        process.execPath,
        [
          path.join(ROOT, 'bin', 'wangshu.js'),
          ...['connectors', 'test', name, '--rows', String(MOST_ROWS), ...own],
        ],
        { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...made.district.env } },
      );
    return acceptConnector({
      connector,
      adminUrl: await adminUrl(),
      template: new URL(database.url).pathname.slice(1),
      idKey: SCRATCH_ID_KEY,
      timeZone: HUB.timeZone,
      rows: MOST_ROWS,
      maxBad: DIRTIEST[name] ?? DIRT,
      memoryRows: 10_000,
      rawReader: (parse(readFileSync(connector.file, 'utf8')) as { reader: unknown }).reader,
      only: casesOf(name),
      ...(connector.spec.reader.kind === 'push' ? { pushed } : {}),
      spawnIngest: (url, pageSize) => again('--into', url, '--page-size', String(pageSize)),
      spawnRead: (stream, pageSize) => again('--measure', stream, '--page-size', String(pageSize)),
    });
  }

  it.each(NAMES.map((name) => [name, WHOLE[name] ?? 'its own']))(
    '%s keeps every promise (%s)',
    async (name) => {
      const found = (await verdicts.get(name)) ?? [];
      const told = found.map(({ name: each, outcome, saw }) => `${each} ${outcome}: ${saw}`);
      expect(told.filter((line) => line.includes(' FAILED: '))).toEqual([]);
      expect(found).toHaveLength(casesOf(name).length);
    },
    240_000,
  );

  it('tries each case on some connector, and kills each kind that is read', async () => {
    const tried = new Map<string, string[]>();
    for (const [name, verdict] of verdicts)
      for (const { name: each, outcome } of await verdict)
        if (outcome !== 'NOT_APPLICABLE') tried.set(each, [...(tried.get(each) ?? []), name]);
    expect([...tried.keys()].sort()).toEqual(CASES.map(({ name }) => name).sort());
    const read = Object.keys(WHOLE).filter((name) => WHOLE[name] !== 'push');
    expect(tried.get('kill')?.sort()).toEqual(read.sort());
  }, 240_000);
});

/** Files of drops before the first day that is kept, and batches without a row; their day stands in their names. */
function clearAway(folder: string, from: string): void {
  const names = readdirSync(folder);
  const dayOf = (name: string): string => /\d{8}/.exec(name)?.[0] ?? '';
  const isEmpty = (name: string): boolean =>
    name.endsWith('.jsonl') && statSync(path.join(folder, name)).size === 0;
  const empty = new Set(names.filter(isEmpty).map(dayOf));
  for (const name of names) {
    const day = dayOf(name);
    if (day !== '' && (day < from || empty.has(day))) rmSync(path.join(folder, name));
  }
}
