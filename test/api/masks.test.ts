import { addressOf, birthDate, identityNumber, nameOf, phoneOf } from './district';
import { at, listAt, residentId, startTestApi, type Role, type TestApi } from './support';

const SURNAME = nameOf(1).slice(0, 1);

/** What each role sees of resident 1 and of the record behind it. */
const SHOWN: readonly (readonly [Role, Readonly<Record<string, string | null>>])[] = [
  [
    'analyst',
    {
      name: null,
      identityNumber: null,
      phone: null,
      birthDate: '1951',
      remark: null,
      address: '和平路12号***',
    },
  ],
  [
    'grid-worker',
    {
      name: `${SURNAME}**`,
      identityNumber: masked(identityNumber(1), 0),
      phone: masked(phoneOf(1), 3),
      birthDate: birthDate(1),
      remark: null,
      address: addressOf(1),
    },
  ],
  [
    'case-officer',
    {
      name: nameOf(1),
      identityNumber: identityNumber(1),
      phone: phoneOf(1),
      birthDate: birthDate(1),
      remark: '***',
      address: addressOf(1),
    },
  ],
  [
    'steward',
    {
      name: `${SURNAME}**`,
      identityNumber: masked(identityNumber(1), 0),
      phone: masked(phoneOf(1), 3),
      birthDate: birthDate(1),
      remark: '***',
      address: addressOf(1),
    },
  ],
];

function masked(text: string, head: number): string {
  return text.slice(0, head) + '*'.repeat(text.length - head - 4) + text.slice(-4);
}

const RESIDENT = 'name identityNumber phone birthDate';

/** Every way to resident 1 that the schema has, as a field `way` that leads to the resident. */
const WAYS: Readonly<Record<string, readonly [query: string, path: string]>> = {
  root: [`{ resident(id: "${residentId(1)}") { ${RESIDENT} } }`, 'resident'],
  node: [`{ node(id: "${residentId(1)}") { ... on Resident { ${RESIDENT} } } }`, 'node'],
  nodes: [`{ nodes(ids: ["${residentId(1)}"]) { ... on Resident { ${RESIDENT} } } }`, 'nodes.0'],
  nesting: [
    `{ event(number: "hotline:H1") { residents { edges { node { ${RESIDENT} } } } } }`,
    'event.residents.edges.0.node',
  ],
  links: [
    `{ event(number: "hotline:H1") { links(role: REPORTED) { edges { node { other { ... on Resident { ${RESIDENT} } } } } } } }`,
    'event.links.edges.0.node.other',
  ],
  representative: [
    `{ resident(id: "${residentId(1)}") { organizations { edges { node { legalRepresentatives { edges { node { ${RESIDENT} } } } } } } } }`,
    'resident.organizations.edges.0.node.legalRepresentatives.edges.0.node',
  ],
  residence: [
    `{ resident(id: "${residentId(1)}") { residence { residents { edges { node { ${RESIDENT} } } } } } }`,
    'resident.residence.residents.edges.0.node',
  ],
};

/** Texts that must not stand anywhere in an answer to somebody who may not see identifiers whole. */
const SECRETS = [1, 2, 3].flatMap((n) => [identityNumber(n), nameOf(n), phoneOf(n)]);

describe('masks', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  describe.each(SHOWN)('for the role %s', (role, shown) => {
    const { name, identityNumber: number, phone, birthDate: born } = shown;

    it.each(Object.entries(WAYS))('are the same by the way of %s', async (way, [query, path]) => {
      const { data, errors } = await hub.ask(role, query);
      expect(errors).toEqual([]);
      const seen = { name, identityNumber: number, phone, birthDate: born };
      // Where somebody lives is a quasi-identifier: no way for whoever sees those masked.
      const closed = role === 'analyst' && way === 'residence';
      expect(at(data, path)).toEqual(closed ? undefined : seen);
    });

    it('are the same in the household, in lists, and for everybody in them', async () => {
      const { data, errors, text } = await hub.ask(
        role,
        `{ resident(id: "${residentId(2)}") { household { members { id ${RESIDENT} } } } residents(first: 24) { edges { node { id ${RESIDENT} } } } }`,
      );
      expect(errors).toEqual([]);
      const seen = { id: residentId(1), name, identityNumber: number, phone, birthDate: born };
      expect(listAt(data, 'residents')).toContainEqual(seen);
      const members = at(data, 'resident.household.members');
      // Which household somebody belongs to is a quasi-identifier: hidden from whoever sees those masked.
      if (role === 'analyst') expect(members).toBeUndefined();
      else expect(members).toContainEqual(seen);
      if (role !== 'case-officer') for (const secret of SECRETS) expect(text).not.toContain(secret);
    });

    it('are the same in the records behind an entity, by page, by provenance and by node(id)', async () => {
      const fields = 'id ... on PopulationRecord { sfzh xm dh csrq bz xzz rybh }';
      const { data, errors } = await hub.ask(
        role,
        `{ resident(id: "${residentId(1)}") { records(first: 10) { edges { node { ${fields} } } } provenance { attribute connector department { code } record { ${fields} } } } }`,
      );
      expect(errors).toEqual([]);
      const record = listAt(data, 'resident.records').find((node) => at(node, 'rybh') === '1');
      expect(record).toMatchObject({
        sfzh: number,
        xm: name,
        dh: phone,
        csrq: born,
        bz: shown['remark'],
        xzz: shown['address'],
        rybh: '1',
      });
      const provenance = listAt(data, 'resident.provenance').filter(
        (each) => at(each, 'connector') === 'population',
      );
      for (const each of provenance) expect(at(each, 'record')).toEqual(record);
      // Where a value is not shown, where it came from is not told either.
      const attributes = listAt(data, 'resident.provenance').map((each) => at(each, 'attribute'));
      expect(attributes.includes('identityNumber')).toBe(number !== null);
      const again = await hub.ask(role, `query ($id: ID!) { node(id: $id) { ${fields} } }`, {
        variables: { id: at(record, 'id') },
      });
      expect(at(again.data, 'node')).toEqual(record);
    });

    it('hold for the free text of events', async () => {
      const { data, errors } = await hub.ask(
        role,
        '{ event(number: "hotline:H1") { description category { code } } }',
      );
      expect(errors).toEqual([]);
      expect(data).toEqual({
        event: { description: shown['remark'], category: { code: 'sanitation.garbage' } },
      });
    });
  });

  it('let nobody find out by filter or order what they may not see whole', async () => {
    for (const given of [
      'filter: { bornFrom: "1960-01-01" }',
      'filter: { bornTo: "1960-01-01" }',
      'filter: { sex: MALE }',
      'orderBy: { field: BIRTH_DATE }',
    ]) {
      const { status, data, errors } = await hub.ask(
        'analyst',
        `{ residents(${given}) { edges { node { id } } } }`,
      );
      expect([status, errors[0]?.extensions.code, data]).toEqual([403, 'FORBIDDEN', null]);
    }
  });

  it('let nobody find a person by identity number or name without a case', async () => {
    const byNumber = `{ resident(identityNumber: "${identityNumber(1)}") { id } }`;
    for (const role of ['analyst', 'grid-worker', 'steward'] as const) {
      const { data, errors } = await hub.ask(role, byNumber);
      expect(errors[0]?.extensions.code).toBe('CASE_REQUIRED');
      expect(data).toEqual({ resident: null });
    }
    const byName = `{ search(text: "${nameOf(1)}") { edges { node { __typename id } } } }`;
    for (const role of ['analyst', 'grid-worker', 'steward'] as const)
      expect(listAt((await hub.ask(role, byName)).data, 'search')).toEqual([]);
    const officer = await hub.ask('case-officer', byName);
    expect(listAt(officer.data, 'search')).toEqual([{ __typename: 'Resident', id: residentId(1) }]);
    const part = await hub.ask(
      'case-officer',
      `{ search(text: "${nameOf(1).slice(1)}", nouns: [Resident]) { edges { node { id } } } }`,
    );
    expect(listAt(part.data, 'search')).toEqual([]);
  });

  it('never let an item out that is not shared', async () => {
    const { errors } = await hub.ask(
      'case-officer',
      '{ residents { edges { node { records { edges { node { ... on PopulationRecord { wxdj } } } } } } } }',
    );
    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
