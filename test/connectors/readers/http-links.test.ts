import { storedLink, askedLink } from '../../../src/connect/readers/http/link-address';
import { readAll, stored } from './contract';
import {
  HTTP_STREAM as STREAM,
  httpSource,
  json,
  KEYS,
  ROWS,
  type HttpSource,
} from './http-source';

const KEY = 'a key/that+nobody&may=see';

describe('a next-page link that repeats what it was asked with', () => {
  let source: HttpSource;
  beforeAll(async () => {
    source = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
    source.answer = (request, response, query) => {
      if (query.get('key') !== KEY && query.get('key') !== 'another key') {
        json(response, {}, 401);
        return;
      }
      const from = Number(query.get('from') ?? 0);
      const next = new URL(request.url ?? '', 'http://x');
      next.searchParams.set('from', String(from + 3));
      if (from + 3 < ROWS.length)
        response.setHeader('link', `<${next.pathname}${next.search}>; rel="next"`);
      json(response, { data: { list: ROWS.slice(from, from + 3) } });
    };
  });
  afterAll(() => source.close());

  const open = (key = KEY) =>
    source.open({ paging: { kind: 'link', sizeParam: 'size' }, query: { key, sort: 'id' } });

  it('is stored without the secrets of the settings, and asked for with them', async () => {
    const { pages, keys } = await readAll(open(), STREAM);
    expect(keys).toEqual(KEYS);
    expect(source.asked.map(({ query }) => query.getAll('key'))).toEqual([[KEY], [KEY], [KEY]]);
    for (const { checkpoint } of pages) {
      const text = JSON.stringify(checkpoint);
      const written = [KEY, encodeURIComponent(KEY), new URLSearchParams({ k: KEY }).toString()];
      expect(written.filter((each) => text.includes(each.replace('k=', '')))).toEqual([]);
    }
  });

  it('is gone on with by the secret that the settings have then', async () => {
    const { pages } = await readAll(open(), STREAM);
    source.asked.length = 0;
    const own = { checkpoint: stored(pages[0]?.checkpoint ?? null), fresh: false };
    expect((await readAll(open('another key'), STREAM, own)).keys).toEqual(KEYS.slice(3));
    expect(source.asked[0]?.query.getAll('key')).toEqual(['another key']);
  });

  it('keeps every other letter, and parameters whose value is the source’s own', () => {
    const address = 'https://x.example/rows?b=%7e+%20&key=k%201&from=%2B3&key=theirs&flag&sort=id';
    const query = { key: 'k 1', sort: 'name' };
    const kept = storedLink(address, query);
    expect(kept).toBe(
      'https://x.example/rows?b=%7e+%20&key=wangshu-kept&from=%2B3&key=theirs&flag&sort=id',
    );
    expect(askedLink(kept, query)).toBe(address);
    expect(askedLink(kept, {})).toBe(
      'https://x.example/rows?b=%7e+%20&from=%2B3&key=theirs&flag&sort=id',
    );
    expect(storedLink('https://x.example/rows?from=3', query)).toBe(
      'https://x.example/rows?from=3',
    );
  });

  it('keeps a token that comes back under another name by the setting it stands in', () => {
    const told = { 'auth.token': 'a token that nobody may see', sort: 'id' };
    const address = `https://x.example/rows?from=3&sig=${encodeURIComponent(told['auth.token'])}&by=id`;
    const kept = storedLink(address, told);
    expect(kept).toBe('https://x.example/rows?from=3&sig=wangshu-kept.auth.token&by=id');
    expect(askedLink(kept, told)).toBe(address);
  });

  it('gives no secret to a source that writes the sign for one', () => {
    const told = { 'auth.token': 'a token that nobody may see', key: KEY };
    const address =
      'https://x.example/rows?from=3&x=wangshu-kept.auth.token&key=wangshu%2Dkept&y=wangshu-kept.key';
    expect(askedLink(storedLink(address, told), told)).toBe('https://x.example/rows?from=3');
  });
});
