import { setTimeout as sleep } from 'node:timers/promises';
import { createReader } from '../../../src/connect/readers';
import type { Checkpoint, Reader, StreamSource } from '../../../src/connect/reader';
import type { SingerSettings } from '../../../src/connect/readers/singer/settings';
import { scriptedTap, workspacesLeft, type ScriptedTap } from '../../support/tap';
import { keepsTheContract, readAll, stepwise, stored } from './contract';

const STREAM: StreamSource = {
  name: 'resident',
  from: 'residents',
  key: ['id'],
  cursor: 'changed',
  fields: ['id', 'name', 'changed'],
  overlap: 'PT10M',
};
const signal = new AbortController().signal;

/** A catalogue as JavaScript, for scripts. */
const CATALOG = `
const text = { type: ['null', 'string'] };
const catalog = { streams: [{ tap_stream_id: 'residents', stream: 'residents', key_properties: ['id'],
  schema: { type: 'object', properties: { id: { type: 'integer' }, name: text, score: text,
    changed: { type: ['null', 'string'], format: 'date-time' } } },
  metadata: [{ breadcrumb: [], metadata: { 'valid-replication-keys': ['changed'] } }] },
  { tap_stream_id: 'others', stream: 'others', key_properties: ['id'], schema: { type: 'object', properties: { id: text } } }] };
if (options.discover) { await say(catalog); return; }
const schema = () => say({ type: 'SCHEMA', stream: 'residents', schema: catalog.streams[0].schema, key_properties: ['id'] });
const record = (id, more) => say({ type: 'RECORD', stream: 'residents', record:
  { id, name: 'n' + id, score: 'SECRET', changed: '2026-01-01T00:00:00Z', ...more } });
const state = (value) => say({ type: 'STATE', value });
`;
/** Ten rows, each with a state behind it; it goes on behind the one that it is given. */
const TEN = `${CATALOG}
await schema();
for (let id = (options.state?.seen ?? 0) + 1; id <= 10; id += 1) { await record(id); await state({ seen: id }); }
`;

describe('the Singer reader', () => {
  const taps: ScriptedTap[] = [];
  const tap = (script: string): ScriptedTap => {
    const made = scriptedTap(script);
    taps.push(made);
    return made;
  };
  const open = (from: ScriptedTap | readonly string[], own: Partial<SingerSettings> = {}): Reader =>
    createReader({
      kind: 'singer',
      command: 'command' in from ? from.command : [...from],
      config: {},
      secrets: {},
      environment: {},
      catalog: '--catalog',
      longestLine: 1 << 20,
      timeoutMs: 20_000,
      ...own,
    });

  afterEach(() => {
    for (const each of taps.splice(0)) each.remove();
    expect(workspacesLeft()).toEqual([]);
  });

  describe('on any tap', () => {
    let ten: ScriptedTap;
    beforeAll(() => {
      ten = scriptedTap(TEN);
    });
    afterAll(() => {
      ten.remove();
    });
    keepsTheContract(() => ({
      open: () => open(ten),
      stream: STREAM,
      keys: Array.from({ length: 10 }, (_, i) => String(i + 1)),
      unasked: 'score',
    }));
  });

  it('reads rows behind the last state again, and passes over none', async () => {
    const seldom = tap(`${CATALOG}
      await schema();
      for (let id = (options.state?.seen ?? 0) + 1; id <= 10; id += 1) { await record(id); if (id % 4 === 0) await state({ seen: id }); }`);
    const { pages } = await readAll(open(seldom), STREAM, { pageSize: 3 });
    const from = await Promise.all(
      pages.slice(0, 3).map(async ({ checkpoint }) => {
        const rest = await readAll(open(seldom), STREAM, {
          checkpoint: stored(checkpoint),
          fresh: false,
        });
        return rest.keys[0];
      }),
    );
    // Pages end at rows 3, 6 and 9; states stand behind rows 4 and 8.
    expect(from).toEqual(['1', '5', '9']);
  });

  it('gives the tap its state as it wrote it: digits, order and characters', async () => {
    const value = '{"z":12345678901234567890,"a":{"at":1.50,"e":1e400},"名":"\\u0000䶮"}';
    const exact = tap(`${CATALOG}
      if (options.stateText !== undefined) note('state', options.stateText);
      await schema(); await record(1); await write('{"type":"STATE","value":${value.replaceAll('\\', '\\\\')}}\\n');`);
    const { cursor: _, ...whole } = STREAM;
    const first = await readAll(open(exact), { ...whole }, { pageSize: 1 });
    const broken = { ...(first.checkpoint as object), ended: false } as Checkpoint;
    await readAll(open(exact), { ...whole }, { checkpoint: stored(broken), fresh: false });
    expect(exact.noted('state')).toBe(value);
  });

  it('steps a known bookmark back by the overlap, and leaves other states alone', async () => {
    const script = (mark: string): ScriptedTap =>
      tap(`${CATALOG}
        if (options.stateText !== undefined) note('state', options.stateText);
        await schema(); await record(1); await state(${mark});`);
    const given = async (mark: string): Promise<unknown> => {
      const own = script(mark);
      const { checkpoint } = await readAll(open(own), STREAM);
      await readAll(open(own), STREAM, { checkpoint: stored(checkpoint) });
      return JSON.parse(own.noted('state'));
    };
    const at = "'2026-01-01T00:00:00+00:00'";
    expect(
      await given(`{ bookmarks: { residents: { replication_key: 'changed', replication_key_value: ${at}, version: 7 },
        others: { replication_key: 'changed', replication_key_value: ${at} } } }`),
    ).toEqual({
      bookmarks: {
        residents: {
          replication_key: 'changed',
          replication_key_value: '2025-12-31T23:50:00+00:00',
          version: 7,
        },
        others: { replication_key: 'changed', replication_key_value: '2026-01-01T00:00:00+00:00' },
      },
    });
    expect(await given(`{ bookmarks: { residents: { changed: 5000 } } }`)).toEqual({
      bookmarks: { residents: { changed: 4000 } },
    });
    expect(await given(`{ token: 'opaque', residents: ${at} }`)).toEqual({
      token: 'opaque',
      residents: '2026-01-01T00:00:00+00:00',
    });
  });

  it('asks for the fields that may be read, by the way that the stream is read', async () => {
    const asked = tap(`${CATALOG} note('catalog', options.catalogText); await schema();`);
    await readAll(open(asked), STREAM);
    const { streams } = JSON.parse(asked.noted('catalog')) as {
      streams: { metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[] }[];
    };
    const [own, other] = streams.map(({ metadata }) =>
      Object.fromEntries(metadata.map((each) => [each.breadcrumb.join('.'), each.metadata])),
    );
    expect(own?.['']).toMatchObject({
      selected: true,
      'replication-method': 'INCREMENTAL',
      'replication-key': 'changed',
    });
    expect(own?.['properties.name']).toEqual({ selected: true });
    expect(own?.['properties.score']).toEqual({ selected: false });
    expect(other?.['']).toMatchObject({ selected: false });
  });

  it('keeps what it is told to itself: files that others cannot read, gone at the end, and no variable of the hub', async () => {
    process.env['WANGSHU_TEST_PLANTED'] = 'postgres://u:geheim@h/d';
    try {
      const nosy = tap(`${CATALOG}
        note('environment', JSON.stringify(process.env)); note('config', options.configText); note('file', options.configFile);
        note('mode', (fs.statSync(options.configFile).mode & 0o777).toString(8) + ' ' +
          (fs.statSync(require('node:path').dirname(options.configFile)).mode & 0o777).toString(8));
        note('argv', argv.join(' ')); await schema();`);
      await readAll(
        open(nosy, {
          config: { host: 'h' },
          secrets: { password: 'geheim-1' },
          environment: { TAP_KEY: 'geheim-2' },
        }),
        STREAM,
      );
      const environment = JSON.parse(nosy.noted('environment')) as Record<string, string>;
      expect(environment).toMatchObject({ TAP_KEY: 'geheim-2', PATH: process.env['PATH'] });
      expect(environment).not.toHaveProperty('WANGSHU_TEST_PLANTED');
      expect(JSON.parse(nosy.noted('config'))).toEqual({ host: 'h', password: 'geheim-1' });
      expect(nosy.noted('mode')).toBe('600 700');
      expect(nosy.noted('argv')).not.toContain('geheim');
    } finally {
      delete process.env['WANGSHU_TEST_PLANTED'];
    }
  });

  it('puts a line that is no message into quarantine, with its place and bytes, and reads on', async () => {
    const messy = tap(`${CATALOG}
      await schema(); await record(1);
      await write('Downloading…\\n{"type":"RECORD","stream":"residents","record":{"id":2,"name":"x\\n');
      await write(Buffer.from([0x7b, 0xff, 0x0a])); await write('[1]\\n{"type":"NOTE"}\\n{"type":"RECORD","stream":"residents"}\\n');
      await record(3, { name: 'x'.repeat(5000) }); await write('\\n'); await record(4);`);
    const { keys, unreadable, pages } = await readAll(open(messy, { longestLine: 1_024 }), STREAM, {
      pageSize: 3,
    });
    expect(keys).toEqual(['1', '4']);
    expect(unreadable.map(({ code, place }) => [code, place])).toEqual([
      ['ROW_MALFORMED', 'residents row 2'],
      ['ROW_MALFORMED', 'residents row 3'],
      ['ENCODING_INVALID', 'residents row 4'],
      ['ROW_MALFORMED', 'residents row 5'],
      ['ROW_MALFORMED', 'residents row 6'],
      ['ROW_MALFORMED', 'residents row 7'],
      ['VALUE_TOO_LONG', 'residents row 8'],
    ]);
    expect(Buffer.from(unreadable[0]?.raw ?? '', 'base64').toString()).toBe('Downloading…');
    expect(unreadable.map(({ message }) => message).join()).not.toMatch(/Downloading|NOTE/);
    expect(pages.every((page) => page.rows.length + page.unreadable.length <= 3)).toBe(true);
  });

  it('keeps numbers that a double cannot hold as text, and takes nested fields', async () => {
    const exact = tap(`${CATALOG} await schema();
      await write('{"type":"RECORD","stream":"residents","record":{"id":123456789012345678,"name":{"first":"䶮"},"new":1}}\\n');`);
    const { pages } = await readAll(open(exact), { ...STREAM, fields: ['id', 'name.first'] });
    expect(pages[0]?.rows[0]?.values).toEqual({ id: '123456789012345678', 'name.first': '䶮' });
    expect(pages[0]?.columns).toEqual(['id', 'name', 'score', 'changed', 'new']);
    expect(pages[0]?.types).toEqual({
      id: 'integer',
      name: 'string',
      score: 'string',
      changed: 'string date-time',
    });
  });

  it.each([
    ['process.exit(7)', 'SOURCE_PROTOCOL', /exit code 7/],
    [
      `console.error('could not connect to server 10.1.1.1: Connection refused'); process.exit(1)`,
      'SOURCE_UNREACHABLE',
      /reader\.config/,
    ],
    [
      `console.error("Access denied for user '张三'"); process.exit(1)`,
      'SOURCE_REFUSED',
      /reader\.secrets/,
    ],
    [
      `console.error('Traceback\\n  row 990101199001010018\\npkg.mod.KeyError: 990101199001010018'); process.exit(1)`,
      'SOURCE_PROTOCOL',
      /KeyError, 3 lines/,
    ],
    [`process.kill(process.pid, 'SIGSEGV')`, 'SOURCE_PROTOCOL', /signal SIGSEGV/],
    [`await write('{"type":"RECORD","stream":"resi')`, 'SOURCE_PROTOCOL', /whole/],
    [`await say({ type: 'BATCH', stream: 'residents', manifest: [] })`, 'SOURCE_PROTOCOL', /batch/],
    [`await say({ type: 'SCHEMA', stream: 'nobody', schema: {} })`, 'SOURCE_PROTOCOL', /nobody/],
  ])('fails when a tap does: %s', async (end, code, sentence) => {
    const bad = tap(
      `${CATALOG} ${end.includes('nobody') ? '' : 'await schema(); await record(1); await record(2);'} ${end};`,
    );
    const failure: unknown = await readAll(open(bad), STREAM).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(sentence) });
    expect((failure as Error).message).not.toMatch(/10\.1\.1\.1|张三|990101/);
  });

  it('says what to install where the tap is not there, and what is wrong where it has no such stream or catalogue', async () => {
    await expect(open(['/nowhere/tap-x']).check(signal)).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(/tap-x.*not there.*install/),
    });
    await expect(readAll(open(tap(TEN)), { ...STREAM, from: 'nix' })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('others, residents'),
    });
    await expect(open(tap(`await write('usage: tap\\n')`)).check(signal)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('reader.catalog'),
    });
  });

  it('ends a tap that says nothing', async () => {
    const mute = tap(`${CATALOG} await schema(); await sleep(60000);`);
    await expect(readAll(open(mute, { timeoutMs: 700 }), STREAM)).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringContaining('0.7 s'),
    });
  });

  it('ends the tap and what it started within 5 s of the word, also one that does not heed it', async () => {
    const stubborn = tap(`${CATALOG}
      process.on('SIGTERM', () => undefined);
      const beat = 'process.on("SIGTERM", () => 0); setInterval(() => require("node:fs").appendFileSync(process.argv[1], "."), 20)';
      require('node:child_process').spawn(process.execPath, ['-e', beat, require('node:path').join(__dirname, 'beats')], { stdio: ['ignore', 'inherit', 'ignore'] });
      while (!fs.existsSync(require('node:path').join(__dirname, 'beats'))) await sleep(20);
      note('pid', String(process.pid));
      await schema(); await record(1); await state({}); await record(2); await sleep(60000);`);
    const stop = new AbortController();
    const pages = stepwise(open(stubborn), STREAM, { pageSize: 1, signal: stop.signal });
    await pages.next();
    const pid = Number(stubborn.noted('pid'));
    const began = performance.now();
    const next = pages.next();
    setTimeout(() => {
      stop.abort();
    }, 50);
    await expect(next).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(5_000);
    await sleep(50);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const beats = stubborn.noted('beats');
    await sleep(100);
    expect(stubborn.noted('beats')).toBe(beats);
  });

  it('ends the tap when nobody takes its rows any more', async () => {
    const endless = tap(`${CATALOG} note('pid', String(process.pid)); await schema();
      for (let id = 1; ; id += 1) await record(id);`);
    for await (const page of open(endless).read({
      stream: STREAM,
      checkpoint: null,
      fresh: true,
      pageSize: 10,
      signal,
    })) {
      expect(page.rows).toHaveLength(10);
      break;
    }
    await sleep(50);
    expect(() => process.kill(Number(endless.noted('pid')), 0)).toThrow('ESRCH');
  });

  it('lets a tap wait while rows are not taken: memory stays flat at a million rows', async () => {
    const many = tap(`${CATALOG} await schema();
      let piece = '';
      for (let id = 1; id <= 1000000; id += 1) {
        piece += '{"type":"RECORD","stream":"residents","record":{"id":' + id + ',"name":"' + 'x'.repeat(50) + '","changed":null}}\\n';
        if (id % 1000 === 0) { await write(piece); piece = ''; }
      }
      note('done', '');`);
    let rows = 0;
    let most = 0;
    const before = process.memoryUsage().rss;
    for await (const page of open(many).read({
      stream: STREAM,
      checkpoint: null,
      fresh: true,
      pageSize: 10_000,
      signal,
    })) {
      rows += page.rows.length;
      if (rows === 50_000) await sleep(300);
      if (rows === 50_000) expect(() => many.noted('done')).toThrow('ENOENT');
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(rows).toBe(1_000_000);
    expect((most - before) / 2 ** 20).toBeLessThan(250);
  }, 60_000);

  it.each([
    ['garbage', { garbage: 'Zm9v', at: [{}], phase: 7 }],
    ['an older version', { version: 0, cursor: 'x' }],
    ['a later version', { v: 2, state: '{}', cursor: 'changed', read: 0, ended: true }],
    ['a state that is no JSON', { v: 1, state: '{', cursor: 'changed', read: 0, ended: true }],
  ])('refuses a checkpoint that it did not write: %s', async (_, checkpoint) => {
    await expect(readAll(open(tap(TEN)), STREAM, { checkpoint })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
  });

  it('begins anew where the bookmark lies in the future or belongs to another cursor', async () => {
    const ten = tap(TEN);
    const { checkpoint } = await readAll(open(ten), STREAM);
    const future = { ...(checkpoint as object), state: '{"seen":10,"at":"9999-12-31T00:00:00Z"}' };
    expect((await readAll(open(ten), STREAM, { checkpoint: future })).keys).toHaveLength(10);
    const other = { ...STREAM, cursor: 'id' };
    expect((await readAll(open(ten), other, { checkpoint: stored(checkpoint) })).keys).toHaveLength(
      10,
    );
  });

  it('begins anew where a tap passes over the stream because of its state', async () => {
    const forgetful = tap(`${CATALOG} if (options.state?.seen > 3) return;
      await schema(); for (let id = 1; id <= 5; id += 1) { await record(id); await state({ seen: id }); }`);
    const { checkpoint } = await readAll(open(forgetful), STREAM);
    const night = await readAll(open(forgetful), STREAM, { checkpoint: stored(checkpoint) });
    expect(night.keys).toHaveLength(5);
  });

  it('works with a tap that has no catalogue, and gives of its rows what is asked for', async () => {
    const old = tap(`const value = (stream, record) => say({ type: 'RECORD', stream, record });
      await say({ type: 'SCHEMA', stream: 'residents', key_properties: ['id'], schema: { properties: { id: { type: 'integer' }, name: { type: 'string' } } } });
      await value('others', { id: 9 }); await value('residents', { id: 1, name: 'a', score: 'SECRET' }); await value('residents', { id: 2, name: 'b' });
      await say({ type: 'ACTIVATE_VERSION', stream: 'residents', version: 1 });`);
    const reader = open(old, { catalog: 'none' });
    await reader.check(signal);
    expect(await reader.discover(signal)).toEqual([
      expect.objectContaining({ from: 'residents', key: ['id'], rows: null }),
    ]);
    const { pages, keys } = await readAll(reader, {
      name: 'r',
      from: 'residents',
      key: ['id'],
      fields: ['id', 'name'],
    });
    expect(keys).toEqual(['1', '2']);
    expect(JSON.stringify(pages)).not.toContain('SECRET');
    expect(pages[0]?.columns).toContain('score');
  });
});
