import { expectRefusal, FINE, INNER } from './refusal';
import { areaId, residentId, startTestApi, type TestApi } from './support';

const nested = (levels: number): string =>
  `${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)}`;
const times = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join(' ');
/** Fragments that each spread the next twice: 2^n fields from n lines. */
const bomb = (count: number): string =>
  `query { place(code: "G1") { ...F0 } } ${times(count, (n) => `fragment F${String(n)} on Place { a: name ...F${String(n + 1)} b: name ...F${String(n + 1)} }`)} fragment F${String(count)} on Place { id }`;

const REFUSED: readonly (readonly [what: string, query: string, status: number, code: string])[] = [
  ['no GraphQL at all', 'give me everybody', 400, 'GRAPHQL_PARSE_FAILED'],
  ['an empty query', '', 400, 'BAD_REQUEST'],
  ['only a comment', '# nothing', 400, 'GRAPHQL_PARSE_FAILED'],
  [
    'an unknown field',
    '{ residents { edges { node { password } } } }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'an unknown argument',
    '{ residents(limit: 5) { edges { node { id } } } }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'an unknown enum value',
    '{ places(filter: { level: PLANET }) { edges { node { id } } } }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a date that does not exist',
    '{ residents(filter: { bornFrom: "2026-02-30" }) { edges { node { id } } } }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a deed that nobody does', 'mutation { deleteEverything }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['two deeds at once', 'mutation { a: sync { id } b: sync { id } }', 400, 'BAD_USER_INPUT'],
  [
    'a deed by a fragment',
    'mutation { ...A } fragment A on Mutation { sync { id } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'fragments in a circle',
    '{ place(code: "G1") { ...A } } fragment A on Place { ...B } fragment B on Place { ...A }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['too deep', `{ place(code: "G1") ${nested(12)} }`, 400, 'QUERY_TOO_DEEP'],
  [
    'too deep, by fragments',
    `{ place(code: "G1") { ...A } } fragment A on Place ${nested(6).replace('{ id }', '{ ...B }')} fragment B on Place ${nested(6)}`,
    400,
    'QUERY_TOO_DEEP',
  ],
  ['too many tokens', `{ ${times(700, () => 'me { name }')} }`, 400, 'QUERY_TOO_LARGE'],
  [
    'too many aliases',
    `{ me { ${times(31, (n) => `a${String(n)}: name`)} } }`,
    400,
    'QUERY_TOO_LARGE',
  ],
  ['too many aliases, by fragments that double', bomb(40), 400, 'QUERY_TOO_LARGE'],
  ['too many roots', `{ ${times(21, () => 'me { name }')} }`, 400, 'QUERY_TOO_LARGE'],
  ['a page of none', '{ residents(first: 0) { edges { node { id } } } }', 400, 'BAD_USER_INPUT'],
  ['a page below none', '{ residents(last: -1) { edges { node { id } } } }', 400, 'BAD_USER_INPUT'],
  [
    'a page too large',
    '{ residents(first: 201) { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'first and last',
    '{ residents(first: 1, last: 1) { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'before without last',
    '{ residents(first: 1, before: "x") { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'too costly',
    '{ residents(first: 200) { edges { node { events(first: 200) { edges { node { id } } } } } } }',
    400,
    'QUERY_TOO_COSTLY',
  ],
  [
    'too many ids',
    `{ nodes(ids: [${times(201, () => `"${areaId('G1')}"`)}]) { id } }`,
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a character that no text holds',
    '{ search(text: "a\\u0000b") { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  ['an id that is none', '{ node(id: "1; DROP TABLE resident") { id } }', 400, 'BAD_USER_INPUT'],
  [
    'an id of no known type',
    '{ node(id: "Secret:00000000-0000-4000-8000-000000000000") { id } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'one bad id among good ones',
    `{ nodes(ids: ["${areaId('G1')}", "x"]) { id } }`,
    400,
    'BAD_USER_INPUT',
  ],
  ['an id of another type', `{ event(id: "${residentId(1)}") { id } }`, 400, 'BAD_USER_INPUT'],
  [
    'an area that is no place',
    `{ events(filter: { area: "${residentId(1)}" }) { edges { node { id } } } }`,
    400,
    'BAD_USER_INPUT',
  ],
  [
    'two ways to name one object',
    `{ resident(id: "${residentId(1)}", identityNumber: "1") { id } }`,
    400,
    'BAD_USER_INPUT',
  ],
  ['no way to name an object', '{ place { id } }', 400, 'BAD_USER_INPUT'],
  [
    'a cursor that is none',
    '{ residents(after: "nothing") { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a cursor of the catalogue that is none',
    '{ connectors(after: "nothing") { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a search for one character',
    '{ search(text: " 王 ") { edges { node { id } } } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a search for a novel',
    `{ search(text: "${'很'.repeat(101)}") { edges { node { id } } } }`,
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a category that is none',
    '{ riskTrend(category: "witchcraft") { timeZone } }',
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a period that ends before it begins',
    '{ riskTrend(category: "noise", from: "2026-02-01", to: "2026-01-01") { timeZone } }',
    400,
    'BAD_USER_INPUT',
  ],
  ['a right that the role has not', '{ quarantine { edges { node { id } } } }', 403, 'FORBIDDEN'],
  [
    'another right that the role has not',
    '{ auditLog { edges { node { id } } } }',
    403,
    'FORBIDDEN',
  ],
];

describe('a bad query', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());
  beforeEach(() => void hub.statements());

  it.each(REFUSED)('is refused: %s', async (_, query, status, code) => {
    await expectRefusal(hub, await hub.ask('analyst', query), status, code);
  });

  it('is refused in variables: wrong types, wrong names, wrong sizes', async () => {
    const query =
      'query ($n: Int!, $id: ID) { residents(first: $n) { edges { node { id } } } node(id: $id) { id } }';
    const fine = 'query ($n: Int!) { residents(first: $n) { edges { node { id } } } }';
    for (const variables of [
      { n: 'many' },
      {},
      { n: null },
      { n: 1.5 },
      { n: 9e15 },
      { n: [1] },
      { n: { $gt: 0 } },
    ])
      await expectRefusal(
        hub,
        await hub.ask('analyst', fine, { variables }),
        400,
        'BAD_USER_INPUT',
      );
    await expectRefusal(
      hub,
      await hub.ask('analyst', fine, { variables: { n: 100_000 } }),
      400,
      'BAD_USER_INPUT',
    );
    await expectRefusal(
      hub,
      await hub.ask('analyst', query, { variables: { n: 1 } }),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    );
    const text = 'query ($t: String!) { search(text: $t) { edges { node { id } } } }';
    await expectRefusal(
      hub,
      await hub.ask('analyst', text, { variables: { t: 'a\0b' } }),
      400,
      'BAD_USER_INPUT',
    );
  });

  it('is refused where the operation that is named is not there', async () => {
    const answer = await hub.ask('analyst', 'query A { me { name } } query B { me { name } }', {
      operationName: 'C',
    });
    await expectRefusal(hub, answer, 400, 'OPERATION_RESOLUTION_FAILURE');
  });

  it('is refused in the same way when many come at once', async () => {
    const answers = await Promise.all(REFUSED.map(([, query]) => hub.ask('analyst', query)));
    expect(answers.map(({ errors }) => errors[0]?.extensions.code)).toEqual(
      REFUSED.map(([, , , code]) => code),
    );
    expect((await hub.ask('analyst', FINE)).status).toBe(200);
  });

  it('counts no introspection of the schema against the limits, and no query within them', async () => {
    const { data, errors } = await hub.ask(
      'analyst',
      '{ __schema { types { name fields { name type { name ofType { name ofType { name } } } } } } __typename }',
    );
    expect(errors).toEqual([]);
    expect(data?.['__typename']).toBe('Query');
    expect((await hub.ask('analyst', `{ place(code: "G1") ${nested(10)} }`)).errors).toEqual([]);
    expect(
      (await hub.ask('analyst', `{ me { ${times(30, (n) => `a${String(n)}: name`)} } }`)).errors,
    ).toEqual([]);
    expect(
      (await hub.ask('analyst', '{ residents(first: 200) { edges { node { id } } } }')).errors,
    ).toEqual([]);
  });

  it('shows nothing of a database that fails, but a number that stands in the log', async () => {
    hub.breakStatements(/FROM resident/i);
    const answer = await hub.ask('analyst', '{ residents { edges { node { id } } } }');
    hub.breakStatements(null);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([500, 'INTERNAL']);
    expect(answer.text).not.toMatch(INNER);
    const number = /([0-9a-f]{8})/.exec(answer.errors[0]?.message ?? '')?.[1] ?? 'none';
    expect(hub.log.some((line) => line.includes(number))).toBe(true);
  });
});
