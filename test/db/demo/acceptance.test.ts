import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { CASES } from '../../../src/acceptance/cases';
import { acceptConnector, SCRATCH_ID_KEY } from '../../../src/acceptance/kit';
import { loadConfig } from '../../../src/config/load';
import type { Catalogue } from '../../../src/connect/connector';
import { loadCatalogue, findConnectorFiles } from '../../../src/connect/load';
import type { RawValue } from '../../../src/connect/reader';
import { adminUrl } from '../../support/database';
import { testDistrict, type TestDistrict } from '../../support/demo';

const ROOT = path.join(__dirname, '../../..');
const CONNECTORS = path.join(ROOT, 'connectors');
const NAMES = findConnectorFiles([CONNECTORS]).map((file) => path.basename(path.dirname(file)));
/** Cases that start processes or land many thousands of rows run for one connector of each kind that reads. */
const SLOW = ['kill', 'memory'];
const SLOW_FOR = new Set(['environment', 'approvals', 'health', 'hotline-12345']);
const HUB = loadConfig({ env: {} }).hub;

/** Every connector of the demo is held to what `wangshu connectors test` holds a stranger's to. Slow: about two minutes. */
describe('the acceptance kit, over the departments of the demo', () => {
  let made: TestDistrict;
  let catalogue: Catalogue;
  const pushed = new Map<string, Record<string, RawValue>[]>();

  beforeAll(async () => {
    made = await testDistrict({ residents: 400, seed: 31, asOf: '2026-03-02' });
    const env = made.district.env;
    catalogue = loadCatalogue({
      folders: [CONNECTORS],
      env,
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
  }, 120_000);
  afterAll(() => made.remove());

  it.each(NAMES)(
    '%s keeps every promise',
    async (name) => {
      const connector = catalogue.connector(name);
      const isPushed = connector.spec.reader.kind === 'push';
      const only = CASES.map((each) => each.name).filter(
        (each) => SLOW_FOR.has(name) || !SLOW.includes(each),
      );
      const verdicts = await acceptConnector({
        connector,
        adminUrl: await adminUrl(),
        idKey: SCRATCH_ID_KEY,
        timeZone: HUB.timeZone,
        rows: 2_000,
        memoryRows: 20_000,
        rawReader: (parse(readFileSync(connector.file, 'utf8')) as { reader: unknown }).reader,
        only,
        ...(isPushed ? { pushed } : {}),
        spawnIngest: (url, pageSize) =>
          spawn(
            process.execPath,
            [
              path.join(ROOT, 'bin', 'wangshu.js'),
              ...['connectors', 'test', name, '--into', url, '--page-size', String(pageSize)],
              ...['--rows', '2000'],
            ],
            { stdio: 'ignore', env: { ...process.env, ...made.district.env } },
          ),
      });
      const told = verdicts.map(({ name: each, outcome, saw }) => `${each} ${outcome}: ${saw}`);
      expect(told.filter((line) => line.includes(' FAILED: '))).toEqual([]);
      expect(verdicts).toHaveLength(only.length);
    },
    120_000,
  );
});
