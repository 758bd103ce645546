import { NOUNS } from '../../src/domain/nouns';
import {
  areaId,
  at,
  listAt,
  residentId,
  startTestApi,
  textAt,
  unknownId,
  type TestApi,
} from './support';

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';

describe('node(id)', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  it('finds every type again by the id that it carries', async () => {
    const { data, errors } = await hub.ask(
      'steward',
      `{ residents(first: 1) { edges { node { __typename id records(first: 1) { edges { node { __typename id } } } } } }
         places(first: 1) { edges { node { __typename id } } } events(first: 1) { edges { node { __typename id } } }
         things(first: 1) { edges { node { __typename id } } } organizations(first: 1) { edges { node { __typename id } } }
         connectors(first: 1) { edges { node { __typename id } } } syncRuns(first: 1) { edges { node { __typename id } } }
         quarantine(first: 1) { edges { node { __typename id } } } }`,
    );
    expect(errors).toEqual([]);
    const found = Object.keys(data ?? {}).map((root) => listAt(data, root)[0]);
    found.push(listAt(data, 'residents.edges.0.node.records')[0]);
    const wanted = found.map((node) => ({
      __typename: textAt(node, '__typename'),
      id: textAt(node, 'id'),
    }));
    expect(new Set(wanted.map(({ __typename }) => __typename)).size).toBe(9);
    for (const node of wanted) {
      expect((await hub.ask('steward', NODE, { variables: { id: node.id } })).data).toEqual({
        node,
      });
    }
    const nodes = await hub.ask(
      'steward',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      {
        variables: { ids: wanted.map(({ id }) => id) },
      },
    );
    expect(nodes.data).toEqual({ nodes: wanted });
  });

  it('keeps the order of nodes(ids), repeats and gaps included', async () => {
    const ids = [areaId('G2'), unknownId('Place'), residentId(1), areaId('G2'), areaId('G1')];
    const { data } = await hub.ask('analyst', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      variables: { ids },
    });
    expect(data).toEqual({ nodes: ids.map((id, index) => (index === 1 ? null : { id })) });
  });

  it('says null for what is not there, in the same way for every type', async () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    const ids = [
      ...NOUNS.map(unknownId),
      `Record:1:${uuid}`,
      'Record:99999999999:x',
      'Record:nothing',
      `SyncRun:${uuid}`,
      'SyncRun:nothing',
      `Quarantine:${uuid}`,
      'Connector:nothing',
    ];
    const { data, errors } = await hub.ask(
      'steward',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { variables: { ids } },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ nodes: ids.map(() => null) });
  });

  it('says null for a row in quarantine to whoever may not see quarantine', async () => {
    const { data } = await hub.ask('steward', '{ quarantine(first: 1) { edges { node { id } } } }');
    const id = textAt(listAt(data, 'quarantine')[0], 'id');
    for (const role of ['analyst', 'case-officer', 'auditor'] as const)
      expect((await hub.ask(role, NODE, { variables: { id } })).data).toEqual({ node: null });
  });

  it('says null for an entity outside the areas of the caller, whatever the way to it', async () => {
    const theirs = { areas: ['G2'] };
    const inside = await hub.ask('grid-worker', NODE, {
      ...theirs,
      variables: { id: residentId(21) },
    });
    const outside = await hub.ask('grid-worker', NODE, {
      ...theirs,
      variables: { id: residentId(1) },
    });
    expect(at(inside.data, 'node.id')).toBe(residentId(21));
    expect(outside.data).toEqual({ node: null });
    const { data } = await hub.ask(
      'grid-worker',
      '{ residents(first: 50) { edges { node { id grid { code } } } } event(number: "hotline:H1") { id } }',
      theirs,
    );
    expect(
      listAt(data, 'residents')
        .map((node) => at(node, 'id'))
        .sort(),
    ).toEqual([21, 22, 23, 24].map(residentId).sort());
    expect(at(data, 'event')).toBeNull();
  });

  it('shows nothing of the graph for a purpose that reads no catalogue', async () => {
    const { data } = await hub.ask(
      'auditor',
      `{ node(id: "${residentId(1)}") { id } residents { edges { node { id } } } connectors { edges { node { id } } } syncRuns { edges { node { id } } } }`,
    );
    expect(data).toEqual({
      node: null,
      residents: { edges: [] },
      connectors: { edges: [] },
      syncRuns: { edges: [] },
    });
  });
});
