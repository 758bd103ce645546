import type { AcceptOptions } from '../../src/acceptance/kit';
import type { RawValue } from '../../src/connect/reader';
import { WangshuError } from '../../src/domain/errors';
import { testFolder, type TestFolder } from '../support/hub';
import { PLANTS } from './acceptance-child';
import { ALL, apart, failing, goodRows, textOf, yamlOf } from './acceptance-visits';
import type { Plant, Row } from './acceptance-visits';

/**
 * For each case of the kit a connector that breaks its promise: a case that cannot fail would judge nothing. Those that are of calls and
 * of secrets have a file of their own (acceptance-contact).
 */
let folder: TestFolder;
beforeAll(() => {
  folder = testFolder();
  folder.write('connectors/visits/connector.yaml', yamlOf(folder.path));
});
afterAll(() => {
  folder.remove();
});

const fails = (name: string, plant: Plant, options: Partial<AcceptOptions> = {}) =>
  failing(folder.path, name, plant, options);

const away = (message: string): WangshuError => new WangshuError('SOURCE_UNREACHABLE', message);
/** Every so-manieth row as `change` makes it. */
const every = (n: number, change: (row: Row, i: number) => Row): readonly Row[] =>
  ALL.map((row, i) => (i % n === 0 ? change(row, i) : row));
const ms = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));
describe('the kit catches a source', () => {
  it('that does not answer: answers', async () => {
    const check = (): Promise<void> => Promise.reject(away('a source is required, none is there'));
    expect(await fails('answers', { reader: { check } })).toContain('SOURCE_UNREACHABLE');
  });

  it.each<[string, string, Plant, RegExp]>([
    [
      'half of whose rows have no key',
      'keys',
      { rows: () => every(2, (row) => ({ ...row, id: '' })) },
      /at most 1 % may lack one and 60 of 120 do \(50 %\)/,
    ],
    [
      'two of whose rows have one key',
      'keys',
      { rows: () => every(119, (row) => ({ ...row, id: 'v' })) },
      /one row a key is required, 1 of 119 keys have several that differ/,
    ],
    [
      'five in a hundred of whose rows are not what the contract says',
      'types',
      { rows: () => every(20, (row) => ({ ...row, day: 'soon' })) },
      /6 of 120 are \(5 %\): day \(VALUE_INVALID\) 6/,
    ],
    [
      'whose rows are others each time',
      'twice',
      { rows: () => ALL.map((row) => ({ ...row, title: String(process.hrtime.bigint()) })) },
      /required/,
    ],
    [
      'that says something else each time when it is asked what it has',
      'discovery',
      {
        reader: {
          discover: () =>
            Promise.resolve([
              {
                from: String(process.hrtime.bigint()),
                fields: [],
                key: [],
                cursor: null,
                rows: null,
              },
            ]),
        },
      },
      /required/,
    ],
    [
      'whose contract lets a snapshot delete as much as it likes',
      'truncated',
      { whole: true, spec: { deletes: 'snapshot', maxRemoval: 1 } },
      /half of the rows: nothing may be removed, 60 of 120 rows were/,
    ],
  ])('%s: %s', async (_, name, plant, saw) => {
    expect(await fails(name, plant)).toMatch(saw);
  });
});

describe('the kit catches a reader', () => {
  it.each<[string, string, Plant, RegExp]>([
    [
      'that asks for the next page by the cursor alone: ties are lost',
      'page-ends',
      {
        async *pages(_, { pageSize }) {
          let rest = [...ALL];
          while (rest.length > 0) {
            const part = rest.slice(0, pageSize);
            const last = textOf(part.at(-1)?.['changed']);
            rest = rest.filter(({ changed }) => textOf(changed) > last);
            yield await Promise.resolve({
              rows: part.map((values) => ({ place: 'row', values })),
              unreadable: [],
              columns: ['id'],
              checkpoint: { cursor: last, key: '' },
            });
          }
        },
      },
      /every row is required in pages of/,
    ],
    [
      'that begins a new run behind the last row',
      'late-commits',
      { rows: (request) => goodRows({ ...request, fresh: false }) },
      /22 rows that appeared within PT10M of the last cursor are required/,
    ],
    [
      'that steps back by less than the overlap, so that a clock that is ahead hides rows',
      'late-commits',
      {
        rows: (request) => {
          const cursor = textOf(request.checkpoint?.['cursor']);
          // Back to ten minutes before the last row of the source, and not before the cursor.
          const since = cursor > '2026-03-01 00:29:00' ? cursor : '2026-03-01 00:19:00';
          return ALL.filter(({ changed }) => cursor === '' || textOf(changed) >= since);
        },
      },
      /a clock that was 300 s ahead are required/,
    ],
    [
      'that says nothing has changed when rows have come late',
      'late-commits',
      {
        async *pages(pages, { checkpoint }) {
          if (checkpoint === null) yield* pages;
          else
            yield await Promise.resolve({
              ...{ rows: [], unreadable: [], columns: [], checkpoint },
              unchanged: true as const,
            });
        },
      },
      /were not seen/,
    ],
    [
      'that believes any state',
      'state',
      {
        rows: ({ checkpoint }) =>
          ALL.filter(({ changed }) => textOf(changed) > textOf(checkpoint?.['cursor'])),
      },
      /were passed over in silence/,
    ],
    [
      'that believes a state of the future, of a stream without a cursor',
      'state',
      {
        whole: true,
        rows: ({ checkpoint }) => {
          const cursor = textOf(checkpoint?.['cursor']);
          return /^2026/.test(cursor) || cursor === '' || cursor === 'x' ? ALL : [];
        },
      },
      /the future: a refusal or all rows are required, 120 of 120 were passed over/,
    ],
    [
      'whose checkpoints are ahead of their pages',
      'resume',
      PLANTS['checkpoint-ahead'] ?? {},
      /every row is required after page 1 of 20, 6 were missing/,
    ],
    [
      'that gives each row once, like a queue: a row that was set aside never comes back',
      'bad-rows',
      (() => {
        const given = new Map<string, number>();
        const twice = ({ id }: Row): boolean => {
          given.set(textOf(id), (given.get(textOf(id)) ?? 0) + 1);
          // The kit's own looks at the rows come first.
          return (given.get(textOf(id)) ?? 0) <= 5;
        };
        return { rows: () => ALL.filter(twice) };
      })(),
      /the same records and graph as without bad rows are required when the source gives them well/,
    ],
    [
      'that gives values which JSON cannot hold: what is replayed is another thing than what was read',
      'bad-rows',
      {
        rows: () => ALL.map((row) => ({ ...row, title: new Date(0) as unknown as RawValue })),
      },
      /required after the replay, they differ/,
    ],
    [
      'that decodes by the wrong encoding',
      'characters',
      { rows: () => every(10, (row) => ({ ...row, title: '张\ufffd\ufffd' })) },
      /12 of 120 rows have the sign for what could not be decoded/,
    ],
    [
      'that rounds long numbers',
      'characters',
      { rows: () => every(60, (row) => ({ ...row, title: Number('440306199001010019') })) },
      /2 of 120 rows have one that was rounded/,
    ],
    [
      'that does not say which columns there are',
      'drift',
      {
        async *pages(pages) {
          for (const page of pages) yield await Promise.resolve({ ...page, columns: [] });
        },
      },
      /the reader names none; a change would never be noticed/,
    ],
    [
      'that says there is whatever it is asked for',
      'drift',
      {
        async *pages(pages, { stream }) {
          for (const page of pages)
            yield await Promise.resolve({ ...page, columns: stream.fields });
        },
      },
      /one that is gone would never be noticed/,
    ],
    [
      'that ends early when it is told to stop, as if that were all',
      'abort',
      {
        async *pages(pages, { signal }) {
          for (const page of pages) {
            await ms(5);
            if (signal.aborted) return;
            yield page;
          }
        },
      },
      /a run that ends as CANCELLED is required, it ended SUCCEEDED/,
    ],
    [
      'that does not stop',
      'abort',
      {
        async *pages(pages) {
          for (const [i, page] of pages.entries()) {
            if (i === 1) await ms(5_500);
            yield page;
          }
        },
      },
      /an end within 5 s of the word is required/,
    ],
  ])(
    '%s: %s',
    async (_, name, plant, saw) => {
      expect(await fails(name, plant)).toMatch(saw);
    },
    60_000,
  );

  it('that passes a page over when it is killed: kill', async () => {
    const plant = PLANTS['checkpoint-ahead'] ?? {};
    const saw = await fails('kill', plant, apart(folder.path, 'checkpoint-ahead'));
    expect(saw).toBe('the same records and graph are required, they differ');
  }, 60_000);

  it('that takes in the whole source before its first page: memory', async () => {
    const saw = await fails('memory', PLANTS['hoarding'] ?? {}, apart(folder.path, 'hoarding'));
    expect(saw).toMatch(/at most half of what it gives is required, it held [\d.]+ MiB of 6.6 MiB/);
  }, 60_000);

  it('that ends with an error when it is read by itself: memory', async () => {
    const { spawnRead } = apart(folder.path, 'good');
    const saw = await fails('memory', {}, { spawnRead: () => spawnRead('no-such-stream', 1) });
    expect(saw).toMatch(/it ended with an error/);
  }, 60_000);
});
