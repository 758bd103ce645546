import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const TAP = path.join(__dirname, '../../../src/demo/serve/tap-human-resources.mjs');
const LINES = 1_200;

interface Message {
  readonly type: 'SCHEMA' | 'RECORD' | 'STATE';
  readonly stream?: string;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly schema?: { readonly properties: Readonly<Record<string, unknown>> };
  readonly value?: { readonly bookmarks: Readonly<Record<string, { updated_at: string }>> };
}
interface Metadata {
  readonly breadcrumb: readonly string[];
  readonly metadata: Record<string, unknown>;
}
interface Catalog {
  readonly streams: readonly {
    readonly tap_stream_id: string;
    readonly key_properties: readonly string[];
    readonly schema: { readonly properties: Readonly<Record<string, unknown>> };
    readonly metadata: readonly Metadata[];
  }[];
}

const moment = (n: number): string =>
  new Date(Date.UTC(2026, 2, 1, 0, n)).toISOString().slice(0, 19) + '+08:00';

describe("the human resources vendor's Singer tap", () => {
  let folder: string;
  const file = (name: string, value: unknown): string => {
    const target = path.join(folder, name);
    writeFileSync(target, JSON.stringify(value));
    return target;
  };
  const run = (args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [TAP, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
      child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
      child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
    });
  const discover = async (): Promise<Catalog> =>
    JSON.parse((await run(['--config', file('c.json', { folder }), '--discover'])).out) as Catalog;
  /** Selects one stream, and of it everything but what is left out. */
  const select = (catalog: Catalog, stream: string, without: readonly string[]): Catalog => ({
    streams: catalog.streams.map((each) => ({
      ...each,
      metadata: each.metadata.map(({ breadcrumb, metadata }) => {
        const selected =
          each.tap_stream_id === stream && !without.includes(breadcrumb.at(-1) ?? '');
        return { breadcrumb, metadata: { ...metadata, selected } };
      }),
    })),
  });
  const sync = async (catalog: Catalog, state?: unknown): Promise<Message[]> => {
    const args = [
      '--config',
      file('c.json', { folder }),
      '--catalog',
      file('catalog.json', catalog),
    ];
    if (state !== undefined) args.push('--state', file('state.json', state));
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, expect.stringMatching(/^INFO /)]);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Message);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wangshu-tap-'));
    const row = (n: number): string =>
      JSON.stringify({ reg_id: `JY${n}`, name: '姓名', wage_base: 4_800, updated_at: moment(n) });
    const text = Array.from({ length: LINES }, (_, n) => `${row(n)}\n`).join('');
    writeFileSync(path.join(folder, 'employment.jsonl'), text);
    writeFileSync(path.join(folder, 'job_seekers.jsonl'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('discovers its streams with their keys, the same each time', async () => {
    const catalog = await discover();
    expect(catalog.streams.map(({ tap_stream_id: id, key_properties: key }) => [id, key])).toEqual([
      ['employment', ['reg_id']],
      ['job_seekers', ['seeker_id']],
    ]);
    expect(await discover()).toEqual(catalog);
  });

  it('sends what is selected, and not a field that is not', async () => {
    const messages = await sync(select(await discover(), 'employment', ['wage_base']));
    const records = messages.filter(({ type }) => type === 'RECORD');
    expect(records).toHaveLength(LINES);
    expect(new Set(messages.map(({ stream }) => stream))).toEqual(
      new Set(['employment', undefined]),
    );
    expect(messages[0]?.type).toBe('SCHEMA');
    expect(Object.keys(messages[0]?.schema?.properties ?? {})).not.toContain('wage_base');
    for (const { record } of records) expect(record).not.toHaveProperty('wage_base');
    expect(records.at(-1)?.record?.['name']).toBe('姓名');
  });

  it('goes on behind its bookmark, whose last row comes again', async () => {
    const catalog = select(await discover(), 'employment', []);
    const state = (await sync(catalog)).findLast(({ type }) => type === 'STATE')?.value;
    expect(state?.bookmarks['employment']?.updated_at).toBe(moment(LINES - 1));
    const again = await sync(catalog, { bookmarks: { employment: { updated_at: moment(1_190) } } });
    expect(
      again.filter(({ type }) => type === 'RECORD').map(({ record }) => record?.['reg_id']),
    ).toEqual(Array.from({ length: 10 }, (_, n) => `JY${1_190 + n}`));
    expect(again.at(-1)?.value).toEqual(state);
  });

  it('tells its state now and then, so that a broken run goes on where it was', async () => {
    const messages = await sync(select(await discover(), 'employment', []));
    expect(messages.filter(({ type }) => type === 'STATE')).toHaveLength(3);
    const at = messages.findIndex(({ type }) => type === 'STATE');
    expect(messages[at]?.value?.bookmarks['employment']?.updated_at).toBe(
      messages[at - 1]?.record?.['updated_at'],
    );
  });

  it('says on standard error what it lacks, and writes no message', async () => {
    const { code, out, err } = await run(['--config', file('c.json', {}), '--discover']);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('config needs a folder')]);
    const noCatalog = await run(['--config', file('c.json', { folder })]);
    expect([noCatalog.code, noCatalog.out]).toEqual([1, '']);
    expect(noCatalog.err).toContain('--catalog');
  });
});
