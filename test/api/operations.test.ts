import type { TestFolder } from '../support/hub';
import { expectRefusal } from './refusal';
import { at, listAt, startTestApi, textAt, type Answer, type TestApi } from './support';

const STEWARD = { purpose: 'data-stewardship' };
const PLAN =
  'id status requestedBy slot sources { connector status read landed } stages { stage finishedAt }';

/** A list that is read whole each time: what is gone from it is gone. */
function writeRegister(folder: TestFolder, numbers: readonly number[]): void {
  folder.write(
    'list/list.csv',
    ['id,day', ...numbers.map((n) => `L${String(n)},2026-03-01`)].join('\n'),
  );
}
function writeList(folder: TestFolder): void {
  writeRegister(
    folder,
    Array.from({ length: 40 }, (_, i) => i),
  );
  folder.write(
    'connectors/list/connector.yaml',
    `id: list
department: { code: grid, zh: 网格, en: Grid }
title: { zh: 名单, en: List }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder.path}/list', format: csv }
streams:
  entry:
    from: list.csv
    key: [id]
    deletes: snapshot
    record: EntryRecord
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
    mentions:
      entry: { as: Event, number: { scheme: list, item: id }, occurredAt: day }
`,
  );
}

describe('what a steward asks the hub to do', () => {
  let hub: TestApi;
  let folder: TestFolder;
  beforeAll(async () => {
    hub = await startTestApi({
      queue: true,
      more: (given) => {
        folder = given;
        writeList(given);
      },
    });
  });
  afterAll(() => hub.close());

  const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    hub.ask('steward', query, { ...STEWARD, variables });

  it('starts a plan of some sources, tells how far it is, and stops it', async () => {
    const { data, errors } = await ask(
      `mutation { sync(connectors: ["list", "grid"]) { ${PLAN} } }`,
    );
    expect(errors).toEqual([]);
    const id = textAt(data, 'sync.id');
    expect(at(data, 'sync')).toMatchObject({
      status: 'RUNNING',
      requestedBy: 'steward-1',
      slot: null,
      sources: [
        { connector: 'grid', status: 'WAITING', read: 0 },
        { connector: 'list', status: 'WAITING', read: 0 },
      ],
      stages: [{ stage: 'resolve' }, { stage: 'stitch' }, { stage: 'trend' }],
    });
    const seen = await ask(`query ($id: ID!) { plan(id: $id) { ${PLAN} } plans: plan { id } }`, {
      id,
    });
    expect(at(seen.data, 'plan')).toEqual(at(data, 'sync'));
    expect(at(seen.data, 'plans.id')).toBe(id);

    const one = await ask(
      `mutation ($id: ID!) { cancelPlan(id: $id, connector: "grid") { ${PLAN} } }`,
      { id },
    );
    expect(one.errors).toEqual([]);
    expect(listAt(one.data, 'cancelPlan.sources')).toEqual([
      expect.objectContaining({ connector: 'grid', status: 'CANCELLED' }),
      expect.objectContaining({ connector: 'list', status: 'WAITING' }),
    ]);
    const all = await ask(`mutation ($id: ID!) { cancelPlan(id: $id) { ${PLAN} } }`, { id });
    expect(at(all.data, 'cancelPlan.status')).toBe('CANCELLED');

    const again = await ask(`mutation ($id: ID!) { retryPlan(id: $id) { ${PLAN} } }`, { id });
    expect(again.errors).toEqual([]);
    expect(textAt(again.data, 'retryPlan.id')).not.toBe(id);
    expect(
      listAt(again.data, 'retryPlan.sources').map((source) => at(source, 'connector')),
    ).toEqual(['grid', 'list']);
    await ask('mutation ($id: ID!) { cancelPlan(id: $id) { id } }', {
      id: textAt(again.data, 'retryPlan.id'),
    });
  });

  it.each([
    [
      'a source that is none',
      'mutation { sync(connectors: ["nothing"]) { id } }',
      'NOT_FOUND',
      200,
    ],
    [
      'a plan that is none',
      'mutation { cancelPlan(id: "Plan:00000000-0000-4000-8000-000000000000") { id } }',
      'NOT_FOUND',
      200,
    ],
    [
      'an id of another kind',
      'mutation { retryPlan(id: "Event:1") { id } }',
      'BAD_USER_INPUT',
      200,
    ],
    [
      'a reason that is none',
      'mutation { discardQuarantine(ids: [], reason: " ") }',
      'BAD_USER_INPUT',
      200,
    ],
    [
      'a removal that is none',
      'mutation { decideRemoval(id: "Removal:00000000-0000-4000-8000-000000000000", decision: KEEP, reason: "so") { id } }',
      'NOT_FOUND',
      200,
    ],
  ])('refuses %s', async (_, query, code) => {
    const answer = await ask(query);
    expect(answer.errors[0]?.extensions.code).toBe(code);
    expect(answer.errors[0]?.message).toMatch(/required/);
  });

  it.each([
    'sync { id }',
    'retryPlan(id: "Plan:x") { id }',
    'cancelPlan(id: "Plan:x") { id }',
    'replayQuarantine(connector: "list") { tried }',
    'discardQuarantine(ids: [], reason: "so")',
    'decideRemoval(id: "Removal:x", decision: KEEP, reason: "so") { id }',
  ])('refuses %s to who has no right to it', async (field) => {
    hub.statements();
    const answer = await hub.ask('case-officer', `mutation { ${field} }`);
    await expectRefusal(hub, answer, 403, 'FORBIDDEN');
  });

  it('says how fresh each source is', async () => {
    const { data, errors } = await ask(
      '{ connectors { edges { node { name lastSuccess dataAsOf nextRun health } } } }',
    );
    expect(errors).toEqual([]);
    const list = listAt(data, 'connectors').find((node) => at(node, 'name') === 'list');
    expect(list).toEqual({
      name: 'list',
      lastSuccess: expect.stringMatching(/Z$/) as string,
      dataAsOf: expect.stringMatching(/Z$/) as string,
      nextRun: expect.stringMatching(/Z$/) as string,
      health: 'OK',
    });
    const population = listAt(data, 'connectors').find((node) => at(node, 'name') === 'population');
    expect(at(population, 'health')).toBe('QUARANTINE');
  });

  it('shows a removal that nobody believed, and takes the steward’s word on it', async () => {
    writeRegister(folder, [1, 2, 3]);
    await hub.hub.ingest('list', { full: true });
    const removals = '{ removals { id connector stream status why held vanished decidedBy } }';
    const { data } = await ask(removals);
    expect(listAt(data, 'removals')).toEqual([
      expect.objectContaining({
        ...{ connector: 'list', stream: 'entry', status: 'WAITING', why: 'SHRUNK' },
        ...{ held: 40, vanished: 37, decidedBy: null },
      }),
    ]);
    const health = await ask('{ connectors { edges { node { name health } } } }');
    expect(listAt(health.data, 'connectors')).toContainEqual({ name: 'list', health: 'FAILING' });
    const id = textAt(data, 'removals.0.id');
    const word = await ask(
      'mutation ($id: ID!) { decideRemoval(id: $id, decision: REMOVE, reason: "the list was cleaned") { status removed decidedBy reason } }',
      { id },
    );
    expect(at(word.data, 'decideRemoval')).toEqual({
      ...{ status: 'REMOVED', removed: 37, decidedBy: 'steward-1' },
      reason: 'the list was cleaned',
    });
    expect(listAt((await ask(removals)).data, 'removals')).toEqual([]);
  });

  it('discards a row of the quarantine with a reason, once', async () => {
    const { data } = await ask('{ quarantine(connector: "population") { edges { node { id } } } }');
    const id = textAt(data, 'quarantine.edges.0.node.id');
    const discard = 'mutation ($id: ID!) { discardQuarantine(ids: [$id], reason: "a test row") }';
    expect((await ask(discard, { id })).data).toEqual({ discardQuarantine: 1 });
    expect((await ask(discard, { id })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const { rows } = await hub.hub.db.query(
      `SELECT status, closed_by, close_reason FROM quarantine WHERE status <> 'OPEN'`,
    );
    expect(rows).toEqual([
      { status: 'DISCARDED', closed_by: 'steward-1', close_reason: 'a test row' },
    ]);
  });

  it('notes every such deed with who, what and why they might', async () => {
    const { rows } = await hub.hub.db.query(
      `SELECT DISTINCT principal, action, purpose FROM audit_entry WHERE principal = 'steward-1' ORDER BY action`,
    );
    expect(rows).toContainEqual({
      principal: 'steward-1',
      action: 'decideRemoval',
      purpose: 'data-stewardship',
    });
  });
});
