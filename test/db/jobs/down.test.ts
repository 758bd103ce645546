import { rmSync } from 'node:fs';
import { startPlan, type PlanReport } from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, type NightHub } from './night';
import { writeSource } from './sources';

/** A port of loopback where nothing listens: ports under 1024 are nobody's in a test. */
const REFUSED = 'postgres://reader:top-secret-word@127.0.0.1:9/district';

function writeDeadSystem(folder: TestFolder): void {
  folder.write(
    'connectors/dead-system/connector.yaml',
    `id: dead-system
department: { code: dead, zh: 部门, en: Dead }
title: { zh: 登记, en: Dead }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: sql, client: pg, connection: '${REFUSED}' }
streams:
  row:
    from: t_row
    key: [bh]
    record: DeadRecord
    items:
      bh: { kind: ORDINARY }
`,
  );
}

describe.each(TRANSPORTS)('sources that are down, over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    writeSource(folder, 'police');
    writeSource(folder, 'gone');
    writeDeadSystem(folder);
    rmSync(`${folder.path}/data/gone`, { recursive: true });
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
    await hub.worker();
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const run = async (connectors: string[]): Promise<PlanReport> => {
    const { planId } = await startPlan(hub, { connectors });
    return hub.wait(planId);
  };

  it('fail alone and with their reason, and the others come into the graph', async () => {
    const report = await run(['police', 'gone', 'dead-system']);
    expect(report.status).toBe('PARTIAL');
    expect(report.sources.map(({ connector, status }) => [connector, status])).toEqual([
      ['dead-system', 'FAILED'],
      ['gone', 'FAILED'],
      ['police', 'SUCCEEDED'],
    ]);
    const [dead, gone, police] = report.sources.map(({ error }) => error);
    expect(gone).toEqual({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(/a folder .* is required .*, none is there; check/) as string,
    });
    expect(dead?.code).toBe('SOURCE_UNREACHABLE');
    expect(dead?.message).toMatch(/required.*;/);
    expect(police).toBeNull();
    expect(report.stages.stitch?.counts).toMatchObject({ Resident: 3, Event: 3 });
    // Their secrets are nobody's to read: not in the report, not in a log.
    expect(JSON.stringify(report) + hub.log.join('')).not.toContain('top-secret-word');
  });

  it('fail the plan when none of them is up, and the stages still run', async () => {
    const report = await run(['gone', 'dead-system']);
    expect(report.status).toBe('FAILED');
    expect(report.stages.trend?.finishedAt).toBeDefined();
  });

  it('succeed the next night when they are back', async () => {
    expect((await run(['gone', 'police'])).status).toBe('PARTIAL');
    writeSource(folder, 'gone', 5);
    const report = await run(['gone', 'police']);
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ landed }) => landed)).toEqual([5, 0]);
  });
});
