import { identityNumber, nameOf } from './district';
import { areaId, at, listAt, residentId, startTestApi, textAt, type TestApi } from './support';

/** Ways around masks, areas and cases that a sceptic tried. Each was open once. */
describe('what nobody gets by a way around', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  it('no list of identifiers without a case, whatever the role sees with one', async () => {
    const { data, text } = await hub.ask(
      'case-officer',
      '{ residents(first: 50) { edges { node { name identityNumber phone records { edges { node { ... on PopulationRecord { sfzh xm dh bz } } } } } } } }',
      { purpose: 'grid-service', caseNumber: null },
    );
    expect(listAt(data, 'residents')).toHaveLength(24);
    for (let n = 1; n <= 24; n += 1) {
      expect(text).not.toContain(identityNumber(n));
      expect(text).not.toContain(nameOf(n));
    }
    expect(text).not.toMatch(/号内容/);
  });

  it.each([' ', '\u200b', '\u3000 '])(
    'no case opened by a number that is blank (%j)',
    async (caseNumber) => {
      const { status, errors } = await hub.ask('case-officer', '{ me { role } }', {
        purpose: 'case-handling',
        caseNumber,
      });
      expect([status, errors[0]?.extensions.code]).toEqual([403, 'CASE_REQUIRED']);
    },
  );

  it('no order, and no cursor of one, by names that are masked', async () => {
    const query =
      '{ places(first: 5, filter: { level: ROOM }, orderBy: { field: NAME }) { edges { cursor node { name } } } }';
    const { errors } = await hub.ask('analyst', query);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect((await hub.ask('case-officer', query)).errors).toEqual([]);
  });

  it('no door of somebody whose home is not shown: by events, their links, what happened there, or its records', async () => {
    const rooms = await hub.ask(
      'analyst',
      '{ places(first: 50, filter: { level: ROOM }) { edges { node { id } } } }',
    );
    const [room] = listAt(rooms.data, 'places').map((node) => textAt(node, 'id'));
    const behind = await hub.ask(
      'analyst',
      `{ place(id: "${room ?? ''}") { provenance { attribute } residents { edges { node { id } } } events { edges { node { id } } }
         records { edges { node { id } } } links { edges { node { role } } } } }`,
    );
    expect(behind.errors).toEqual([]);
    expect(behind.data?.['place']).toEqual({
      provenance: [],
      residents: { edges: [] },
      events: { edges: [] },
      records: { edges: [] },
      links: { edges: [] },
    });
    const events = await hub.ask(
      'analyst',
      '{ events(first: 50) { edges { node { place { level } links { edges { node { role } } } } } } }',
    );
    for (const event of listAt(events.data, 'events')) {
      expect(['STREET', 'COMPOUND']).toContain(at(event, 'place.level'));
      expect(listAt(event, 'links').map((link) => at(link, 'role'))).not.toContain('OCCURRED_AT');
    }
  });

  it('nobody outside the areas one works in, by a record that also speaks of a place inside', async () => {
    const record = `... on PopulationRecord { id sfzh xm csrq hh xzz hj }`;
    const worker = { areas: ['G2'] };
    // Residents 1 to 20 live in grid G1; all are registered in grid G2.
    const { data, text, errors } = await hub.ask(
      'grid-worker',
      `{ place(id: "${areaId('G2')}") { children { edges { node { records(first: 50) { edges { node { ${record} } } } } } } } }`,
      worker,
    );
    expect(errors).toEqual([]);
    const records = listAt(data, 'place.children').flatMap((place) => listAt(place, 'records'));
    const outside = records.filter(
      (each) => at(each, 'xm') === null && at(each, 'hj') === '建设路7号',
    );
    expect(outside).toHaveLength(20);
    for (const each of outside)
      expect([at(each, 'sfzh'), at(each, 'csrq'), at(each, 'xzz'), at(each, 'hh')]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    expect(records.filter((each) => typeof at(each, 'xm') === 'string')).toHaveLength(4);
    expect(text).not.toContain('阳光小区');
    const hidden = await hub.ask('grid-worker', `{ node(id: "${residentId(1)}") { id } }`, worker);
    expect(hidden.data?.['node']).toBeNull();
    const direct = await hub.ask(
      'grid-worker',
      `{ node(id: "${textAt(outside[0], 'id')}") { ${record} } }`,
      worker,
    );
    expect(at(direct.data, 'node.xm')).toBeNull();
  });

  it('no failure of the hub by values that no column holds', async () => {
    for (const filter of [
      'occurredFrom: "0000-01-01T00:00:00Z"',
      'occurredTo: "9999-12-31T23:59:59Z"',
    ]) {
      const { status, errors } = await hub.ask(
        'analyst',
        `{ events(filter: { ${filter} }) { edges { node { id } } } }`,
      );
      expect(status).toBeLessThan(500);
      for (const { extensions } of errors) expect(extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});
