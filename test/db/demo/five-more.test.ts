import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { changeDistrict } from '../../../src/demo/change';
import type { RowTruth } from '../../../src/demo/departments/truth';
import type { TruthSummary } from '../../../src/demo/departments/truth-entities';
import type { IngestResult } from '../../../src/ingest/run';
import { testDistrict, truthLines, type TestDistrict } from '../../support/demo';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { pushVolunteers } from './push-volunteers';

const CONNECTORS = path.join(__dirname, '../../../connectors');
const OWN = ['approvals', 'environment', 'health', 'human-resources', 'volunteers'] as const;
/** What the five join. */
const OTHERS = ['hotline-12345', 'market-supervision'] as const;

describe('a night over environment, human resources, approvals, health and volunteers', () => {
  let made: TestDistrict;
  let hub: TestHub;
  let connectors: TestFolder;
  let results: IngestResult[];
  let summary: TruthSummary;

  beforeAll(async () => {
    made = await testDistrict({ residents: 3_000, seed: 29, asOf: '2026-03-02' });
    hub = await testHub();
    connectors = testFolder();
    for (const name of [...OWN, ...OTHERS]) {
      symlinkSync(path.join(CONNECTORS, name), path.join(connectors.path, name));
    }
    await hub.load([connectors.path], made.district.env);
    await pushVolunteers(hub, made.district);
    results = await hub.night();
    summary = JSON.parse(readFileSync(made.district.truthFile, 'utf8')) as TruthSummary;
  }, 120_000);
  afterAll(async () => {
    await hub.close();
    connectors.remove();
    await made.remove();
  });

  const count = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
    (await hub.db.query<{ count: number }>(`SELECT count(*)::int AS count ${sql}`, [...values]))
      .rows[0]?.count ?? -1;
  const streamId = (connector: string, stream: string): number =>
    hub.catalogue.connector(connector).streams.find(({ name }) => name === stream)?.id ?? 0;
  const truthOf = (stream: string): Promise<RowTruth[]> =>
    truthLines<RowTruth>(made.folder, `rows/${stream}`);

  it('reads MariaDB, GraphQL, a Singer tap and an SFTP server to their ends', () => {
    expect(made.district.withoutMariaDb).toBeNull();
    expect(results.map(({ status, error }) => [status, error?.message])).toEqual(
      results.map(() => ['SUCCEEDED', undefined]),
    );
  });

  it('takes enterprises that were closed for deleted, and keeps the others', async () => {
    const stream = streamId('environment', 'enterprise');
    const kept = await count('FROM record WHERE stream_id = $1 AND deleted_at IS NULL', [stream]);
    const { rows } = await hub.db.query<{ deleted: number }>(
      'SELECT sum(deleted)::int AS deleted FROM sync_run_stream WHERE stream_id = $1',
      [stream],
    );
    const deleted = rows[0]?.deleted ?? 0;
    expect(deleted).toBeGreaterThan(0);
    expect(kept + deleted + (summary.broken['environment.ent_base'] ?? 0)).toBe(
      summary.rows['environment.ent_base'],
    );
  });

  it('makes one event of a permit and of the application that it cites', async () => {
    const licences = await truthOf('approvals.licences');
    const citing = licences.filter(({ key, event }) => key !== event).length;
    expect(citing).toBeGreaterThan(10);
    const joined = await count(
      `FROM mention l WHERE l.stream_id = $1 AND l.name = 'licence' AND EXISTS (
         SELECT FROM mention a WHERE a.entity_id = l.entity_id AND a.stream_id = $2)`,
      [streamId('approvals', 'licence'), streamId('approvals', 'application')],
    );
    // An application, or a licence, may be one that cannot be read.
    expect(joined).toBeLessThanOrEqual(citing);
    expect(joined).toBeGreaterThanOrEqual(citing - 2);
  });

  it("keeps the characters of doctors' names that GBK has not", async () => {
    const rare = await count(`FROM record WHERE stream_id = $1 AND payload->>'qyys' ~ '[䶮𬎆]'`, [
      streamId('health', 'contract'),
    ]);
    expect(rare).toBeGreaterThan(0);
    expect(await count(`FROM record WHERE payload::text ~ '\\uFFFD'`)).toBe(0);
  });

  it('ties workers to employers, volunteers to activities, and patients to nothing but a contract', async () => {
    const { rows } = await hub.db.query<{ stream: string; role: string }>(
      `SELECT DISTINCT s.connector || '.' || s.name AS stream, l.role
         FROM claim l JOIN stream s ON s.id = l.stream_id WHERE s.connector = ANY ($1) ORDER BY 1, 2`,
      [OWN],
    );
    const rolesOf = (stream: string): string[] =>
      rows.filter((row) => row.stream === stream).map(({ role }) => role);
    expect(rolesOf('human-resources.employment')).toEqual(['EMPLOYED_BY']);
    expect(rolesOf('volunteers.service')).toEqual(['INVOLVED_IN']);
    expect(rolesOf('health.contract')).toEqual(['INVOLVED_IN', 'LIVES_AT', 'RECEIVES']);
  });

  it('never holds pay, illness, ranks or who complained, though the app sends and the tables hold them', async () => {
    const never = hub.catalogue.connectors.flatMap(({ streams }) =>
      streams.flatMap(({ neverRead }) => [...neverRead]),
    );
    expect(never).toEqual(
      expect.arrayContaining(['wage_base', '诊断', 'political', 'complainant', 'innerOpinion']),
    );
    expect(await count('FROM record WHERE payload ?| $1::text[]', [never])).toBe(0);
    expect(await count(`FROM record WHERE payload::text ~ '中共党员|高血压|糖尿病'`)).toBe(0);
  });

  it('leaves a batch alone that has no done marker, and reads it when the marker has come', async () => {
    const folder = path.join(made.folder, 'departments', 'health');
    const changed = await changeDistrict(made.district, { share: 0.3, seed: 5 });
    const marker =
      readdirSync(folder)
        .filter((name) => name.endsWith('.ok'))
        .sort()
        .at(-1) ?? '';
    const bytes = readFileSync(path.join(folder, marker));
    rmSync(path.join(folder, marker));
    const early = await hub.ingest('health');
    expect([early.status, early.counts.read]).toEqual(['SUCCEEDED', 0]);
    writeFileSync(path.join(folder, marker), bytes);
    const late = await hub.ingest('health');
    expect([late.status, late.counts.landed]).toEqual(['SUCCEEDED', changed['health.contracts']]);
  });
});
