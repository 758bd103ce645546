import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { changeDistrict } from '../../../src/demo/change';
import type { RowTruth } from '../../../src/demo/departments/truth';
import type { TruthSummary } from '../../../src/demo/departments/truth-entities';
import type { IngestResult } from '../../../src/ingest/run';
import { testDistrict, truthLines, type TestDistrict } from '../../support/demo';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';

const CONNECTORS = path.join(__dirname, '../../../connectors');
const OWN = [
  'culture-tourism',
  'education',
  'emergency-management',
  'justice-mediation',
  'petitions',
] as const;
/** What the five join. */
const OTHERS = ['grid-events', 'hotline-12345', 'market-supervision', 'police-calls'] as const;
const STREAMS = {
  'culture-tourism.complaint': 'culture.complaints',
  'culture-tourism.inspection': 'culture.inspections',
  'culture-tourism.venue': 'culture.venues',
  'education.enrolment': 'education.enrolments',
  'education.school': 'education.schools',
  'emergency-management.inspection': 'emergency.inspections',
  'emergency-management.shelter': 'emergency.shelters',
  'justice-mediation.case': 'justice.cases',
  'petitions.petition': 'petitions.cases',
} as const;

describe('a night over emergency management, justice, education, culture and petitions', () => {
  let made: TestDistrict;
  let hub: TestHub;
  let connectors: TestFolder;
  let results: IngestResult[];
  let summary: TruthSummary;

  beforeAll(async () => {
    made = await testDistrict({ residents: 3_000, seed: 23, asOf: '2026-03-02' });
    hub = await testHub();
    connectors = testFolder();
    for (const name of [...OWN, ...OTHERS]) {
      symlinkSync(path.join(CONNECTORS, name), path.join(connectors.path, name));
    }
    await hub.load([connectors.path], made.district.env);
    results = await hub.night();
    summary = JSON.parse(readFileSync(made.district.truthFile, 'utf8')) as TruthSummary;
  }, 120_000);
  afterAll(async () => {
    await hub.close();
    connectors.remove();
    await made.remove();
  });

  const streamId = (connector: string, stream: string): number =>
    hub.catalogue.connector(connector).streams.find(({ name }) => name === stream)?.id ?? 0;
  const truthOf = async (stream: string): Promise<Map<string, RowTruth>> =>
    new Map(
      (await truthLines<RowTruth>(made.folder, `rows/${stream}`)).map((row) => [
        row.key ?? '',
        row,
      ]),
    );
  const linked = async (role: string, mention: string, stream: number): Promise<number> => {
    const { rows } = await hub.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM mention m
        WHERE m.stream_id = $1 AND m.name = $2
          AND EXISTS (SELECT FROM link_end l WHERE l.node_id = m.entity_id AND l.role = $3)`,
      [stream, mention, role],
    );
    return rows[0]?.count ?? 0;
  };

  it('reads signed, paged, dropped, UTF-16 and XML sources to their ends', () => {
    expect(results.map(({ status, error }) => [status, error?.message])).toEqual(
      results.map(() => ['SUCCEEDED', undefined]),
    );
  });

  it('reads as many rows as were written, and quarantines exactly the broken ones', async () => {
    const { rows } = await hub.db.query<{ stream: string; read: number; quarantined: number }>(
      `SELECT s.connector || '.' || s.name AS stream, sum(r.rows_read)::int AS read,
              sum(r.quarantined)::int AS quarantined
         FROM sync_run_stream r JOIN stream s ON s.id = r.stream_id
        WHERE s.connector = ANY($1) GROUP BY 1 ORDER BY 1`,
      [OWN],
    );
    expect(rows).toEqual(
      Object.entries(STREAMS).map(([stream, truth]) => ({
        stream,
        read: summary.rows[truth],
        quarantined: summary.broken[truth] ?? 0,
      })),
    );
  });

  it('makes one event of a dispute or complaint and of the case or petition that cites it', async () => {
    for (const [connector, stream, mention, truth] of [
      ['justice-mediation', 'case', 'case', 'justice.cases'],
      ['petitions', 'petition', 'petition', 'petitions.cases'],
    ] as const) {
      const { rows } = await hub.db.query<{ key: string; others: number }>(
        `SELECT m.key, (SELECT count(DISTINCT o.stream_id)::int FROM mention o
                         WHERE o.entity_id = m.entity_id AND o.stream_id <> m.stream_id) AS others
           FROM mention m WHERE m.stream_id = $1 AND m.name = $2`,
        [streamId(connector, stream), mention],
      );
      const truths = await truthOf(truth);
      const first = [...truths.values()].find(({ key, event }) => key !== event);
      expect(first).toBeDefined();
      const joined = rows.filter(({ others }) => others > 0);
      const cited = [...truths.values()].filter(({ key, event }) => key !== event);
      expect(joined.length).toBeGreaterThan(5);
      expect(joined.length).toBeLessThanOrEqual(cited.length);
      // A paper of another department may itself be one that cannot be read.
      expect(joined.length).toBeGreaterThanOrEqual(cited.length - 2);
    }
  });

  it('ties every pupil whose number can be read to an enrolment and a home, and the school to both', async () => {
    const enrolment = streamId('education', 'enrolment');
    const pupils = [...(await truthOf('education.enrolments')).values()];
    expect(await linked('RECEIVES', 'pupil', enrolment)).toBe(
      pupils.length - (summary.broken['education.enrolments'] ?? 0),
    );
    expect(await linked('LIVES_AT', 'pupil', enrolment)).toBeGreaterThan(pupils.length * 0.95);
    const schools = streamId('education', 'school');
    expect(await linked('INVOLVED_IN', 'school', schools)).toBeGreaterThan(9);
    expect(await linked('LOCATED_AT', 'school', schools)).toBe(18);
  });

  it('makes nobody of a guardian, manager or complainant who gives a name and a phone', async () => {
    const { rows } = await hub.db.query<{ count: number; somebody: number }>(
      `SELECT count(*)::int AS count,
              count(*) FILTER (WHERE identified OR entity_id IS NOT NULL)::int AS somebody
         FROM mention WHERE name IN ('guardian', 'manager', 'complainant')`,
    );
    expect(rows[0]?.count).toBeGreaterThan(150);
    expect(rows[0]?.somebody).toBe(0);
  });

  it('has one organisation of a venue, its inspections, and the market subject behind it', async () => {
    const { rows } = await hub.db.query<{ streams: number }>(
      `SELECT count(DISTINCT o.stream_id)::int AS streams
         FROM mention v JOIN mention o ON o.entity_id = v.entity_id
        WHERE v.stream_id = $1 AND v.name = 'venue' GROUP BY v.entity_id`,
      [streamId('culture-tourism', 'venue')],
    );
    expect(rows.length).toBe(summary.rows['culture.venues']);
    expect(rows.filter(({ streams }) => streams > 1).length).toBeGreaterThanOrEqual(
      rows.length - 2,
    );
  });

  it('never holds what rates or watches people', async () => {
    const { rows } = await hub.db.query(
      `SELECT count(*)::int AS count FROM record
        WHERE payload ?| $1::text[] OR payload::text ~ '危险等级|关注程度|信用评分'`,
      [['WXDJ', 'wxdj', 'gzcd', 'xlcp', '心理测评等级', 'xypf', 'aqfxdj']],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('lands nothing on a second night, and what moved on the night after a day', async () => {
    const before = await hub.digest();
    const second = await hub.night(OWN);
    expect(second.map(({ status, counts }) => [status, counts.landed])).toEqual(
      OWN.map(() => ['SUCCEEDED', 0]),
    );
    expect(await hub.digest()).toBe(before);
    const changed = await changeDistrict(made.district, { share: 0.2, seed: 3 });
    for (const connector of OWN) {
      const { status, counts } = await hub.ingest(connector);
      const wanted = Object.entries(STREAMS)
        .filter(([stream]) => stream.startsWith(`${connector}.`))
        .reduce((sum, [, truth]) => sum + (changed[truth] ?? 0), 0);
      expect([connector, status]).toEqual([connector, 'SUCCEEDED']);
      // Broken rows change as well, and stay broken.
      expect(counts.landed).toBeGreaterThan(wanted * 0.8);
      expect(counts.landed).toBeLessThanOrEqual(wanted);
    }
  }, 60_000);
});
