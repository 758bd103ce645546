import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import type { StreamSource } from '../../../src/connect/reader';
import { createReader, readerSettings } from '../../../src/connect/readers';
import type { Reader } from '../../../src/connect/reader';
import { keepsTheContract, readAll, stored } from './contract';

/** A department's endpoint: permits as a Relay connection and as a list by offset, behind a token. */
const SCHEMA = buildSchema(`
  scalar DateTime
  type Query {
    "许可 permits"
    permits(first: Int = 2, after: String, filter: PermitFilter): PermitConnection!
    permitList(offset: Int!, limit: Int!, filter: PermitFilter): PermitList!
    all: [Permit!]!
    count: Int!
  }
  input PermitFilter { since: DateTime, before: DateTime, kind: String }
  type PermitConnection { edges: [PermitEdge!]! nodes: [Permit!]! pageInfo: PageInfo! totalCount: Int! }
  type PermitEdge { cursor: String! node: Permit! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type PermitList { items: [Permit!]! count: Int! }
  enum State { OPEN CLOSED }
  type Holder { "单位名称" name: String creditCode: String }
  type Permit { id: ID! "状态" state: State! holder: Holder secretScore: String updatedAt: DateTime! tags: [String!]! near(km: Int!): String }
`);

interface Permit {
  readonly id: string;
  readonly state: string;
  readonly holder: { name: string; creditCode: string } | null;
  readonly secretScore: string;
  readonly updatedAt: string;
  readonly tags: string[];
}
const PERMITS: Permit[] = Array.from({ length: 7 }, (_, i) => ({
  id: `p${String(i)}`,
  state: 'OPEN',
  holder:
    i === 3 ? null : { name: `㑇𠮷店${String(i)}`, creditCode: `9299010600000000${String(i)}X` },
  secretScore: 'SECRET',
  // Three share one stamp.
  updatedAt: `2026-03-0${String(1 + Math.floor(i / 3))}T00:00:00Z`,
  tags: i === 0 ? ['a', 'b'] : [],
}));

interface Filter {
  readonly since?: string;
  readonly before?: string;
}
interface Said {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const state = {
  /** What an endpoint does wrong, by request. */
  fault: null as ((said: Said) => { status?: number; body?: string } | null) | null,
  seen: [] as Said[],
};
let server: Server;
let url: string;

const within = (filter: Filter | undefined): Permit[] =>
  PERMITS.filter(
    ({ updatedAt }) => updatedAt >= (filter?.since ?? '') && updatedAt < (filter?.before ?? '9999'),
  );
const root = {
  permits: ({ first, after, filter }: { first: number; after?: string; filter?: Filter }) => {
    const rows = within(filter);
    const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && from === 0)
      throw new GraphQLError('stale', { extensions: { code: 'BAD_CURSOR' } });
    const nodes = rows.slice(from, from + first);
    return {
      nodes,
      edges: nodes.map((node) => ({ cursor: node.id, node })),
      totalCount: rows.length,
      pageInfo: { hasNextPage: from + first < rows.length, endCursor: nodes.at(-1)?.id ?? null },
    };
  },
  permitList: ({ offset, limit, filter }: { offset: number; limit: number; filter?: Filter }) => ({
    items: within(filter).slice(offset, offset + limit),
    count: within(filter).length,
  }),
  all: PERMITS,
  count: PERMITS.length,
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      if (request.headers.authorization !== 'Bearer a-token') {
        response.writeHead(401).end();
        return;
      }
      const said = JSON.parse(await text(request)) as Said;
      state.seen.push(said);
      const fault = state.fault?.(said);
      const { errors, data } = await graphql({
        schema: SCHEMA,
        source: said.query,
        variableValues: said.variables,
        rootValue: root,
      });
      response.writeHead(fault?.status ?? (data === undefined ? 400 : 200), {
        'content-type': 'application/json; charset=utf-8',
      });
      response.end(fault?.body ?? JSON.stringify({ errors, data }));
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  state.fault = null;
  state.seen.splice(0);
});

const open = (own: Record<string, unknown> = {}): Reader =>
  createReader(
    readerSettings.parse({
      kind: 'graphql',
      url,
      auth: { kind: 'bearer', token: 'a-token' },
      since: 'filter.since',
      until: 'filter.before',
      retries: 0,
      ...own,
    }),
  );
const STREAM: StreamSource = {
  name: 'permit',
  from: 'permits',
  key: ['id'],
  cursor: 'updatedAt',
  overlap: 'PT0S',
  fields: ['id', 'state', 'holder.name', 'updatedAt'],
};
const OFFSET = { kind: 'offset', rows: 'items', total: 'count' };
const signal = new AbortController().signal;

describe('a GraphQL endpoint with a connection', () => {
  keepsTheContract(() => ({
    open: () => open(),
    stream: STREAM,
    keys: PERMITS.map(({ id }) => id),
    unasked: 'secretScore',
  }));
});

describe('a GraphQL endpoint with offsets', () => {
  keepsTheContract(() => ({
    open: () => open({ paging: OFFSET }),
    stream: { ...STREAM, from: 'permitList' },
    keys: PERMITS.map(({ id }) => id),
    unasked: 'secretScore',
  }));
});

describe('a GraphQL endpoint', () => {
  it('is asked for the fields of the stream and no others, with values as variables alone', async () => {
    const { pages } = await readAll(open(), STREAM);
    const asked = state.seen.filter(({ query }) => !query.includes('__schema'));
    for (const { query } of asked) {
      expect(query).not.toMatch(/secretScore|creditCode|tags/);
      expect(query).not.toContain('p2');
    }
    expect(asked[1]?.variables).toEqual({ first: 3, after: 'p2' });
    const rows = pages.flatMap((page) => page.rows.map(({ values }) => values));
    expect(rows[0]).toEqual({
      id: 'p0',
      state: 'OPEN',
      'holder.name': '㑇𠮷店0',
      updatedAt: '2026-03-01T00:00:00Z',
    });
    expect(rows[3]?.['holder.name']).toBeNull();
  });

  it('is asked the next night for what changed since, and for a window by both its ends', async () => {
    const first = await readAll(open(), STREAM);
    const again = await readAll(open(), STREAM, { checkpoint: stored(first.checkpoint) });
    expect(again.keys).toEqual(['p6']);
    const window = { since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' };
    expect((await readAll(open(), STREAM, { window })).keys).toEqual(['p3', 'p4', 'p5']);
    await expect(readAll(open({ until: undefined }), STREAM, { window })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('until') as string,
    });
  });

  it('tells what it offers: lists of rows, their fields with types, remarks and a cursor', async () => {
    const streams = await open().discover(signal);
    expect(streams.map(({ from }) => from)).toEqual(['permits', 'all']);
    expect(streams[0]).toMatchObject({ key: ['id'], cursor: 'updatedAt' });
    expect(streams[0]?.fields).toContainEqual({
      ...{ name: 'holder.name', type: 'string', nativeType: 'String', nullable: true },
      comment: '单位名称',
    });
    expect(streams[0]?.fields.find(({ name }) => name === 'updatedAt')).toMatchObject({
      type: 'dateTime',
      nullable: false,
    });
    expect(streams[0]?.fields.map(({ name }) => name)).not.toContain('near');
  });

  it('gives a list of values as one, offers it where it is asked for, and is no row of its own', async () => {
    const stream = { ...STREAM, fields: [...STREAM.fields, 'tags'] };
    const { pages } = await readAll(open(), stream);
    expect(pages[0]?.columns).toContain('tags');
    expect(pages[0]?.types?.['tags']).toBe('[String!]!');
    expect(pages[0]?.rows.map(({ values }) => values['tags'])).toEqual([['a', 'b'], [], []]);
    expect((await readAll(open(), STREAM)).pages[0]?.columns).not.toContain('tags');
    const [found] = await open().discover(signal);
    expect(found?.fields).toContainEqual(
      expect.objectContaining({ name: 'tags', type: 'other', nativeType: '[String!]!' }),
    );
  });

  it('declares its columns by the schema that it shows, and by its rows where it shows none', async () => {
    const said = async (own: Record<string, unknown>) =>
      (await readAll(open(own), STREAM)).pages.map(({ columnsDeclared }) => columnsDeclared);
    expect(await said({})).toEqual([true, true, true]);
    expect(await said({ introspection: false })).toEqual([undefined, undefined, undefined]);
  });

  it('that lost a field is read without it, and does not offer it', async () => {
    const stream = { ...STREAM, fields: [...STREAM.fields, 'gone'] };
    const { pages, keys } = await readAll(open(), stream);
    expect(keys).toHaveLength(PERMITS.length);
    expect(pages[0]?.columns).not.toContain('gone');
    expect(pages[0]?.types?.['updatedAt']).toBe('DateTime!');
  });

  it('that shows no schema is read by the types that the settings name, and cannot be discovered', async () => {
    state.fault = ({ query }) =>
      query.includes('__schema')
        ? { status: 400, body: JSON.stringify({ errors: [{ message: 'introspection is off' }] }) }
        : null;
    const settings = { types: { filter: 'PermitFilter' } };
    const first = await readAll(open(settings), STREAM);
    expect(first.keys).toHaveLength(PERMITS.length);
    const again = await readAll(open(settings), STREAM, { checkpoint: stored(first.checkpoint) });
    expect(again.keys).toEqual(['p6']);
    await expect(
      readAll(open(), STREAM, { checkpoint: stored(first.checkpoint) }),
    ).rejects.toMatchObject({
      code: 'CONNECTOR_INVALID',
      message: expect.stringContaining('types: {filter') as string,
    });
    await expect(open().discover(signal)).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
  });

  it.each([
    [
      'errors beside data',
      {
        errors: [{ message: 'no 990101199001010019', path: ['permits'] }],
        data: { permits: { edges: [] } },
      },
      'SOURCE_PROTOCOL',
    ],
    [
      'a refusal',
      { errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] },
      'SOURCE_REFUSED',
    ],
    [
      'a limit',
      { errors: [{ message: 'slow down', extensions: { code: 'THROTTLED' } }] },
      'SOURCE_UNREACHABLE',
    ],
    [
      'no list',
      { data: { permits: { edges: null, pageInfo: { hasNextPage: false } } } },
      'SOURCE_PROTOCOL',
    ],
    [
      'more without a cursor',
      { data: { permits: { edges: [], pageInfo: { hasNextPage: true, endCursor: null } } } },
      'SOURCE_PROTOCOL',
    ],
    ['nothing', {}, 'SOURCE_PROTOCOL'],
  ])(
    'that answers with %s lands nothing, and is told without a word of its own',
    async (_, body, code) => {
      state.fault = ({ query }) =>
        query.includes('permits') ? { body: JSON.stringify(body) } : null;
      await expect(readAll(open(), STREAM)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/^(?!.*990101)[^]*required/) as string,
      });
    },
  );

  it('that leads in circles is refused', async () => {
    const page = {
      edges: [
        { node: { id: 'p0', state: 'OPEN', holder: null, updatedAt: '2026-03-01T00:00:00Z' } },
      ],
      pageInfo: { hasNextPage: true, endCursor: 'same' },
      totalCount: 9,
    };
    state.fault = ({ query }) =>
      query.includes('__schema') ? null : { body: JSON.stringify({ data: { permits: page } }) };
    await expect(readAll(open(), STREAM)).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it('that has forgotten a cursor is read again from the beginning', async () => {
    const { pages } = await readAll(open(), STREAM);
    const checkpoint = { ...stored(pages[0]?.checkpoint ?? null), at: 'long ago' };
    const again = await readAll(open(), STREAM, { checkpoint, fresh: false });
    expect(again.keys).toHaveLength(PERMITS.length);
  });

  it('refuses a checkpoint of nobody’s making', async () => {
    await expect(readAll(open(), STREAM, { checkpoint: { garbage: [1] } })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
  });

  it('is checked with the token, and refused without', async () => {
    await open().check(signal);
    await expect(open({ auth: { kind: 'none' } }).check(signal)).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
    await expect(open({ url: 'http://127.0.0.1:1/graphql' }).check(signal)).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
  });

  it.each([
    ['a stream that it does not have', { ...STREAM, from: 'nothing' }, {}, 'SOURCE_PROTOCOL'],
    ['a field that is no list', { ...STREAM, from: 'count' }, {}, 'SOURCE_PROTOCOL'],
    [
      'an argument that it does not have',
      STREAM,
      { arguments: { order: 'id' } },
      'CONNECTOR_INVALID',
    ],
    ['a name that is none', { ...STREAM, from: 'permits { id }' }, {}, 'CONNECTOR_INVALID'],
  ])('is not asked for %s', async (_, stream, own, code) => {
    await expect(readAll(open(own), stream)).rejects.toMatchObject({ code });
    expect(state.seen.every(({ query }) => query.includes('__schema'))).toBe(true);
  });
});
