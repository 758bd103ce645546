import { SAMPLES } from '../../src/api';
import { areaId, residentId, startTestApi, type Asking, type Role, type TestApi } from './support';

const PAGE = 'first: 3';

const RESIDENT_WITH_EVERYTHING = `query ($id: ID!) { resident(id: $id) {
  id name identityNumber sex birthDate phone
  residence { name ancestors { name } } registeredAt { name }
  grid { code } community { code } subdistrict { code }
  household { members { name } }
  events(${PAGE}) { edges { role node { category { zh } place { name } timeline { stage { code } record { id } } } } }
  organizations(${PAGE}) { edges { node { name place { name } legalRepresentatives { edges { node { name } } } } } }
  relatives(${PAGE}) { edges { node { name } } }
  provenance { attribute record { __typename id } }
  records(${PAGE}) { edges { node { __typename landedAt } } }
  links(${PAGE}) { edges { node { role direction other { id } departments { code } } } }
} }`;

const PLACE_WITH_EVERYTHING = `query ($id: ID!) { place(id: $id) {
  id name level parent { name } ancestors { name } community { code }
  children(${PAGE}) { edges { node { name children(${PAGE}) { edges { node { name } } } } } }
  residents(${PAGE}) { edges { node { name residence { name } } } }
  events(${PAGE}) { edges { node { numbers residents { edges { node { name } } } things { edges { node { name } } } } } }
  organizations(${PAGE}) { edges { node { name } } }
  things(${PAGE}) { edges { node { name } } }
  provenance { attribute record { id } }
  records(${PAGE}) { edges { node { id } } }
  links(${PAGE}) { edges { node { role other { id } } } }
} }`;

/** Queries over $n parents of each noun, with everything that could be read parent by parent. */
const MANY: Readonly<Record<string, string>> = {
  residents: `query ($n: Int!, $area: ID) { residents(first: $n, filter: { area: $area }) { edges { node {
    residence { name } registeredAt { name } grid { code } community { code }
    household { members { id } }
    events(${PAGE}) { edges { node { place { id } timeline { record { id } } } } }
    organizations(${PAGE}) { edges { node { name } } } relatives(${PAGE}) { edges { node { id } } }
    provenance { record { id } } records(${PAGE}) { edges { node { id } } } links(${PAGE}) { edges { node { other { id } } } }
  } } } }`,
  places: `query ($n: Int!) { places(first: $n, filter: { level: ROOM }) { edges { node {
    parent { name } ancestors { name } grid { code } children(${PAGE}) { edges { node { id } } }
    residents(${PAGE}) { edges { node { id } } } events(${PAGE}) { edges { node { id } } }
    organizations(${PAGE}) { edges { node { id } } } things(${PAGE}) { edges { node { id } } }
    provenance { record { id } } records(${PAGE}) { edges { node { id } } } links(${PAGE}) { edges { node { other { id } } } }
  } } } }`,
  events: `query ($n: Int!, $area: ID) { events(first: $n, filter: { area: $area }) { edges { node {
    place { name ancestors { name } } area { code } grid { code } timeline { record { id } }
    residents(${PAGE}) { edges { node { residence { name } } } } organizations(${PAGE}) { edges { node { id } } }
    things(${PAGE}) { edges { node { place { name } } } }
    provenance { record { id } } records(${PAGE}) { edges { node { id } } } links(${PAGE}) { edges { node { other { id } } } }
  } } } }`,
  organizations: `query ($n: Int!, $area: ID) { organizations(first: $n, filter: { area: $area }) { edges { node {
    place { name } grid { code } legalRepresentatives(${PAGE}) { edges { node { residence { name } } } }
    employees(${PAGE}) { edges { node { id } } } events(${PAGE}) { edges { node { id } } }
    provenance { record { id } } records(${PAGE}) { edges { node { id } } } links(${PAGE}) { edges { node { other { id } } } }
  } } } }`,
};

describe('statements', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi({ serial: true });
  });
  afterAll(() => hub.close());

  const statementsOf = async (role: Role, query: string, asking: Asking): Promise<string[]> => {
    hub.statements();
    const { errors } = await hub.ask(role, query, asking);
    expect(errors).toEqual([]);
    return hub.statements();
  };

  const IMPORTANT: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
    ...SAMPLES.map(({ name, query, variables }) => [name, query, variables] as const),
    ['a resident with everything', RESIDENT_WITH_EVERYTHING, { id: residentId(1) }],
    ['a place with everything', PLACE_WITH_EVERYTHING, { id: areaId('G1') }],
  ];

  it.each(IMPORTANT)('of %s are those that were committed', async (_, query, variables) => {
    const sql = await statementsOf('case-officer', query, { variables });
    expect({ statements: sql.length, sql }).toMatchSnapshot();
  });

  it.each(Object.entries(MANY))(
    'of %s are as many for twenty parents as for one',
    async (_, query) => {
      // All in the compound: each of the twenty has everything that is asked of it.
      const of = async (n: number): Promise<string[]> => {
        const area = query.includes('$area') ? { area: areaId('G1') } : {};
        const sql = await statementsOf('case-officer', query, { variables: { n, ...area } });
        return sql.map((text) => text.replace(/LIMIT \d+/g, 'LIMIT n'));
      };
      expect(await of(20)).toEqual(await of(1));
    },
  );

  it('carry values beside them, never in their text', async () => {
    const { errors } = await hub.ask(
      'case-officer',
      '{ search(text: "它\'); DROP TABLE resident; --") { edges { node { id } } } events(filter: { category: "noise", department: "x\' OR 1=1" }) { edges { node { id } } } }',
    );
    expect(errors).toEqual([]);
    expect(hub.statements().join('\n')).not.toMatch(/DROP TABLE|1=1/);
    expect(
      (await hub.ask('case-officer', '{ residents(first: 1) { edges { node { id } } } }')).status,
    ).toBe(200);
  });

  it('read an object that is asked for several times once', async () => {
    const sql = await statementsOf(
      'analyst',
      `{ a: node(id: "${residentId(1)}") { id } b: node(id: "${residentId(1)}") { id } c: resident(id: "${residentId(2)}") { id } }`,
      {},
    );
    expect(sql).toHaveLength(1);
  });
});
