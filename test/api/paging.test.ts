import { EVENTS, RESIDENTS } from './district';
import {
  areaId,
  at,
  listAt,
  residentId,
  startTestApi,
  textAt,
  type Role,
  type TestApi,
} from './support';

interface List {
  readonly role: Role;
  readonly field: string;
  /** Arguments beside the page's. */
  readonly given?: string;
  /** What the field hangs on; default: the root. */
  readonly parent?: string;
}

const IN_GRID = `place(id: "${areaId('G1')}")`;
const LISTS: readonly List[] = [
  { role: 'case-officer', field: 'residents' },
  {
    role: 'case-officer',
    field: 'residents',
    given: 'orderBy: { field: BIRTH_DATE, direction: DESC }',
  },
  { role: 'analyst', field: 'places' },
  { role: 'case-officer', field: 'places', given: 'orderBy: { field: NAME }' },
  { role: 'analyst', field: 'events' },
  { role: 'analyst', field: 'events', given: 'orderBy: { field: OCCURRED_AT, direction: ASC }' },
  { role: 'analyst', field: 'things' },
  { role: 'analyst', field: 'organizations', given: 'orderBy: { field: NAME, direction: DESC }' },
  { role: 'analyst', field: 'search', given: 'text: "面馆"' },
  { role: 'analyst', field: 'residents', parent: IN_GRID },
  { role: 'analyst', field: 'events', parent: IN_GRID },
  { role: 'analyst', field: 'organizations', parent: IN_GRID },
  { role: 'analyst', field: 'children', parent: `place(id: "${areaId('C1')}")` },
  { role: 'analyst', field: 'records', parent: `node(id: "${residentId(1)}") { ... on Entity` },
  { role: 'analyst', field: 'links', parent: `node(id: "${residentId(1)}") { ... on Entity` },
  { role: 'steward', field: 'syncRuns' },
];

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor }';

function queryOf({ field, given = '', parent }: List, page: string): string {
  const list = `${field}(${given} ${page}) { ${PAGE} }`;
  if (parent === undefined) return `{ list: ${list} }`;
  const braces = parent.split('{').length - 1;
  return `{ parent: ${parent} { list: ${list} } ${'}'.repeat(braces)} }`;
}

describe('pages', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  const page = async (list: List, given: string): Promise<{ cursors: string[]; info: unknown }> => {
    const { data, errors } = await hub.ask(list.role, queryOf(list, given));
    expect(errors).toEqual([]);
    const found = list.parent === undefined ? at(data, 'list') : at(data, 'parent.list');
    const edges = at(found, 'edges') as unknown[];
    return { cursors: edges.map((edge) => textAt(edge, 'cursor')), info: at(found, 'pageInfo') };
  };

  it.each(
    LISTS.map(
      (list) => [`${list.parent ?? ''} ${list.field} ${list.given ?? ''}`.trim(), list] as const,
    ),
  )('walks %s forward and back over the same rows', async (_, list) => {
    const whole = (await page(list, 'first: 200')).cursors;
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length).toBeGreaterThan(1);
    const size = Math.max(1, Math.floor(whole.length / 3));

    const forward: string[] = [];
    for (let after = ''; ;) {
      const { cursors, info } = await page(list, `first: ${String(size)}${after}`);
      expect(at(info, 'hasPreviousPage')).toBe(forward.length > 0);
      forward.push(...cursors);
      expect(at(info, 'hasNextPage')).toBe(forward.length < whole.length);
      if (at(info, 'hasNextPage') !== true) break;
      after = ` after: "${textAt(info, 'endCursor')}"`;
    }
    expect(forward).toEqual(whole);

    const back: string[] = [];
    for (let before = ''; ;) {
      const { cursors, info } = await page(list, `last: ${String(size)}${before}`);
      expect(at(info, 'hasNextPage')).toBe(back.length > 0);
      back.unshift(...cursors);
      expect(at(info, 'hasPreviousPage')).toBe(back.length < whole.length);
      if (at(info, 'hasPreviousPage') !== true) break;
      before = ` before: "${textAt(info, 'startCursor')}"`;
    }
    expect(back).toEqual(whole);
  });

  it('walks the catalogue, which lies in memory, after the same rules', async () => {
    const list = { role: 'steward', field: 'connectors' } as const;
    const whole = (await page(list, 'first: 200')).cursors;
    expect(whole).toHaveLength(5);
    expect((await page(list, `first: 2 after: "${whole[1] ?? ''}"`)).cursors).toEqual(
      whole.slice(2, 4),
    );
    const last = await page(list, `last: 2 before: "${whole[4] ?? ''}"`);
    expect(last.cursors).toEqual(whole.slice(2, 4));
    expect(last.info).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('gives 20 where no size is asked, and everything exactly once over all pages', async () => {
    const { data } = await hub.ask(
      'analyst',
      '{ residents { edges { node { id } } pageInfo { hasNextPage } } events(first: 200) { edges { node { id } } } }',
    );
    expect(RESIDENTS).toBeGreaterThan(20);
    expect(listAt(data, 'residents')).toHaveLength(20);
    expect(at(data, 'residents.pageInfo.hasNextPage')).toBe(true);
    expect(listAt(data, 'events')).toHaveLength(EVENTS);
  });

  it('holds a page of every parent apart, in one answer', async () => {
    const { data, errors } = await hub.ask(
      'analyst',
      '{ places(filter: { level: GRID }, orderBy: { field: CODE }) { edges { node { code events(first: 1) { edges { node { grid { code } } } pageInfo { hasNextPage } } } } } }',
    );
    expect(errors).toEqual([]);
    expect(listAt(data, 'places')).toEqual(
      ['G1', 'G2'].map((code) => ({
        code,
        events: { edges: [{ node: { grid: { code } } }], pageInfo: { hasNextPage: true } },
      })),
    );
  });
});
