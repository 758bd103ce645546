import { createHash } from 'node:crypto';
import { readFileSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stepwise, stored, type Read } from './contract';
import { fileReader, rowsOf, streamOf } from './file-source';

const STREAM = streamOf('QY_{batch}.csv');
const MANIFEST = { file: 'manifest_{batch}.csv', format: 'csv', name: '文件名', rows: '记录数' };

describe('the folder of a front-end exchange machine', () => {
  let folder: TestFolder;
  const open = (own: object = {}) =>
    fileReader({
      folder: folder.path,
      format: 'csv',
      drops: { kind: 'exchange', manifest: MANIFEST, done: '{batch}.ok', ...own },
    });
  const marked = (own: object = {}) => open({ manifest: undefined, ...own });
  const data = (batch: string, ...keys: number[]): string =>
    folder.write(
      `QY_${batch}.csv`,
      `bh,xm,wxdj\n${keys.map((key) => `${String(key)},x,SECRET\n`).join('')}`,
    );
  const manifest = (batch: string, rows: number): string =>
    folder.write(`manifest_${batch}.csv`, `文件名,记录数\nQY_${batch}.csv,${String(rows)}\n`);
  const done = (batch: string): string => folder.write(`${batch}.ok`, '');
  const whole = (batch: string, ...keys: number[]): void => {
    data(batch, ...keys);
    manifest(batch, keys.length);
    done(batch);
  };
  const age = (name: string, hours: number): void => {
    const at = Date.now() / 1000 - hours * 3600;
    utimesSync(path.join(folder.path, name), at, at);
  };
  /** What a read gives until it fails, and how it fails. */
  const readTo = async (
    reader = open(),
    own: object = {},
  ): Promise<{ keys: unknown[]; failure: unknown; last: Page | undefined }> => {
    const pages: Page[] = [];
    const steps = stepwise(reader, STREAM, own);
    try {
      for (let page = await steps.next(); page.done !== true; page = await steps.next())
        pages.push(page.value);
    } catch (failure) {
      return { keys: keysOf(pages), failure, last: pages.at(-1) };
    }
    return { keys: keysOf(pages), failure: null, last: pages.at(-1) };
  };
  const keysOf = (pages: Page[]): unknown[] =>
    pages.flatMap(({ rows }) => rows.map(({ values }) => values['bh']));

  beforeEach(() => {
    folder = testFolder();
    whole('20260301-2', 3, 4);
    whole('20260301-1', 1, 2);
    whole('20260301-10', 5, 6, 7, 8);
  });
  afterEach(() => {
    folder.remove();
  });

  keepsTheContract(() => ({
    open: () => open(),
    stream: STREAM,
    keys: ['1', '2', '3', '4', '5', '6', '7', '8'],
    unasked: 'wxdj',
  }));

  it('is read batch by batch in the order of their numbers, and rows say of which batch they are', async () => {
    const read = await readAll(open(), STREAM);
    expect(read.keys).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(rowsOf(read)[2]?.place).toBe('batch 20260301-2 QY_20260301-2.csv line 2');
  });

  it('is read once: later nights read new batches, and one that was sent again with all that tell newer things', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    const again = await readAll(open(), STREAM, { checkpoint: stored(checkpoint) });
    expect([again.keys, again.pages[0]?.unchanged]).toEqual([[], true]);
    whole('20260301-11', 9);
    const next = await readAll(open(), STREAM, { checkpoint: stored(checkpoint) });
    expect(next.keys).toEqual(['9']);
    whole('20260301-1', 1, 2, 22);
    const sent = await readAll(open(), STREAM, { checkpoint: stored(next.checkpoint) });
    expect(sent.keys).toEqual(['1', '2', '22', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('gives nothing of a batch whose count is wrong, nor of those behind it; those before it are landed', async () => {
    manifest('20260301-2', 3);
    const { keys, failure, last } = await readTo();
    expect(keys).toEqual(['1', '2']);
    expect(failure).toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringMatching(
        /batch 20260301-2: QY_20260301-2\.csv with rows 3 is required by the manifest, 2 is given/,
      ),
    });
    whole('20260301-2', 3, 4, 44);
    const mended = await readAll(open(), STREAM, { checkpoint: stored(last?.checkpoint ?? null) });
    expect(mended.keys).toEqual(['3', '4', '44', '5', '6', '7', '8']);
  });

  it('waits for the marker, the manifest and every file that it names; what is behind waits too', async () => {
    for (const lacking of ['20260301-2.ok', 'manifest_20260301-2.csv', 'QY_20260301-2.csv']) {
      const file = path.join(folder.path, lacking);
      const content = readFileSync(file);
      rmSync(file);
      const first = await readAll(open(), STREAM);
      expect([lacking, first.keys]).toEqual([lacking, ['1', '2']]);
      folder.write(lacking, content);
      const rest = await readAll(open(), STREAM, { checkpoint: stored(first.checkpoint) });
      expect(rest.keys).toEqual(['3', '4', '5', '6', '7', '8']);
    }
  });

  it('says what is missing when patience is over', async () => {
    rmSync(path.join(folder.path, 'QY_20260301-2.csv'));
    for (const name of ['20260301-2.ok', 'manifest_20260301-2.csv']) age(name, 7);
    const { keys, failure } = await readTo();
    expect(keys).toEqual(['1', '2']);
    expect(failure).toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringMatching(/within PT6H .* QY_20260301-2\.csv is missing/),
    });
    expect((await readTo(open({ patience: 'P1D' }))).failure).toBeNull();
  });

  it('does not read a file that has not wholly arrived, by its size in the manifest', async () => {
    const sized = {
      manifest: { ...MANIFEST, size: '字节' },
      done: undefined,
    };
    const file = data('20260301-2', 3, 4);
    const bytes = readFileSync(file);
    folder.write(
      'manifest_20260301-2.csv',
      `文件名,字节\nQY_20260301-2.csv,${String(bytes.length)}\n`,
    );
    folder.write('QY_20260301-2.csv', bytes.subarray(0, 15));
    expect(await readTo(open(sized))).toMatchObject({ keys: ['1', '2'], failure: null });
    folder.write('QY_20260301-2.csv', bytes);
    expect((await readTo(open(sized))).keys).toHaveLength(8);
  });

  it('checks the sum of the bytes, and says which one is wrong', async () => {
    const file = data('20260301-1', 1, 2);
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
    const own = { manifest: { file: '{batch}.json', format: 'json' }, done: undefined };
    for (const name of ['20260301-2', '20260301-10'])
      rmSync(path.join(folder.path, `QY_${name}.csv`));
    const listed = (sha256: string): unknown =>
      folder.write(
        '20260301-1.json',
        JSON.stringify({ files: [{ file: 'QY_20260301-1.csv', rows: 2, sha256 }] }),
      );
    listed(sum.toUpperCase());
    expect((await readTo(open(own))).keys).toEqual(['1', '2']);
    listed('0'.repeat(64));
    const { keys, failure } = await readTo(open(own));
    expect(keys).toEqual([]);
    expect(failure).toMatchObject({
      message: expect.stringContaining(`SHA-256 ${'0'.repeat(64)}`),
    });
  });

  it.each([
    ['csv', '文件名\t记录数\nQY_20260301-1.csv\t2\n'],
    ['json', '[{"文件名":"/out/QY_20260301-1.csv","记录数":2}]'],
    ['json', '{"QY_20260301-1.csv":2}'],
    ['json', '{"记录数":"2"}'],
    ['properties', '# of the night\nQY_20260301-1.csv=2\ncreator=x\n'],
    ['properties', 'QY_20260301-1.csv.记录数 = 2\r\n'],
    ['properties', '记录数=2'],
  ])('understands a manifest in %s: %j', async (format, content) => {
    for (const name of ['20260301-2', '20260301-10'])
      rmSync(path.join(folder.path, `QY_${name}.csv`));
    folder.write('m-20260301-1', content);
    const own = { manifest: { ...MANIFEST, file: 'm-{batch}', format }, done: undefined };
    expect((await readTo(open(own))).keys).toEqual(['1', '2']);
    folder.write('m-20260301-1', content.replace(/2(?=\D*$)/, '3'));
    expect((await readTo(open(own))).failure).toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it.each([
    ['nothing', ''],
    ['a file without a word of it', '文件名,记录数\nQY_20260301-1.csv,\n'],
    ['rows that are no number', '文件名,记录数\nQY_20260301-1.csv,two\n'],
    ['a file twice', '文件名,记录数\nQY_20260301-1.csv,2\nQY_20260301-1.csv,2\n'],
    ['bytes that are no text', Buffer.from('文件名,\xff\xff\n', 'latin1')],
  ])('takes no batch on a manifest that holds %s', async (_, content) => {
    folder.write('manifest_20260301-1.csv', content);
    const { keys, failure } = await readTo();
    expect(keys).toEqual([]);
    expect(failure).toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('manifest_20260301-1.csv'),
    });
  });

  it('refuses a file that the manifest does not name', async () => {
    const read = readAll(open(), streamOf('Q*_{batch}.csv'));
    folder.write('QZ_20260301-1.csv', 'bh,xm\n66,x\n');
    await expect(read).rejects.toMatchObject({
      message: expect.stringContaining('QZ_20260301-1.csv, which it does not name'),
    });
  });

  describe('whose batches are numbered', () => {
    const numbered = (own: object = {}) => marked({ sequence: 'number', ...own });
    const day = (own: object = {}) => marked({ sequence: 'day', ...own });
    const only = (...batches: string[]): void => {
      for (const batch of ['20260301-1', '20260301-2', '20260301-10'])
        for (const name of [`QY_${batch}.csv`, `${batch}.ok`, `manifest_${batch}.csv`])
          rmSync(path.join(folder.path, name), { force: true });
      batches.forEach((batch, i) => {
        data(batch, i);
        done(batch);
      });
    };

    it('waits for a number that is missing, and names it when patience is over', async () => {
      only('b-007', 'b-008', 'b-010');
      expect(await readTo(numbered())).toMatchObject({ keys: ['0', '1'], failure: null });
      for (const name of ['QY_b-010.csv', 'b-010.ok']) age(name, 7);
      const { keys, failure, last } = await readTo(numbered());
      expect(keys).toEqual(['0', '1']);
      expect(failure).toMatchObject({
        code: 'SOURCE_PROTOCOL',
        message: expect.stringMatching(/batch b-010: .* batch b-009 is missing; have it sent/),
      });
      data('b-009', 9);
      done('b-009');
      const rest = await readTo(numbered(), { checkpoint: stored(last?.checkpoint ?? null) });
      expect(rest).toMatchObject({ keys: ['9', '2'], failure: null });
    });

    it('knows the last number also when what was read has been cleared away', async () => {
      only('b-007', 'b-008');
      const { checkpoint } = await readAll(numbered(), STREAM);
      only();
      for (const name of ['QY_b-007.csv', 'b-007.ok', 'QY_b-008.csv', 'b-008.ok'])
        rmSync(path.join(folder.path, name));
      data('b-011', 11);
      done('b-011');
      for (const name of ['QY_b-011.csv', 'b-011.ok']) age(name, 7);
      const { failure } = await readTo(numbered(), { checkpoint: stored(checkpoint) });
      expect(failure).toMatchObject({
        message: expect.stringContaining('batch b-009 (up to b-010) is missing'),
      });
    });

    it('begins anew where the day before the number changes', async () => {
      only('20260301-01', '20260301-02', '20260302-01', '20260303-02');
      expect((await readTo(numbered())).keys).toEqual(['0', '1', '2']);
    });

    it('leaves out no day, over the ends of months and of February', async () => {
      only('20280228', '20280229', '20280301', '20280303');
      expect((await readTo(day())).keys).toEqual(['0', '1', '2']);
      for (const name of ['QY_20280303.csv', '20280303.ok']) age(name, 7);
      expect((await readTo(day())).failure).toMatchObject({
        message: expect.stringContaining('the batch of 2028-03-02 is missing'),
      });
    });

    it('takes back nothing when an old batch is sent again', async () => {
      only('b-1', 'b-2', 'b-3');
      const { checkpoint } = await readAll(numbered(), STREAM);
      data('b-1', 11);
      const again = await readAll(numbered(), STREAM, { checkpoint: stored(checkpoint) });
      expect(again.keys).toEqual(['11', '1', '2']);
      data('b-4', 4);
      done('b-4');
      const next = await readAll(numbered(), STREAM, { checkpoint: stored(again.checkpoint) });
      expect(next.keys).toEqual(['4']);
    });
  });

  it('says of what day the data are: by the batch, where the file was copied later', async () => {
    for (const batch of ['20260301-2', '20260301-10'])
      rmSync(path.join(folder.path, `QY_${batch}.csv`));
    const asOf = (read: Read): string | undefined => read.pages.at(-1)?.asOf;
    const first = await readAll(marked(), STREAM);
    expect(asOf(first)).toBe('2026-03-01T16:00:00.000Z');
    data('20260303-1', 33);
    done('20260303-1');
    const next = await readAll(marked(), STREAM, { checkpoint: stored(first.checkpoint) });
    expect(asOf(next)).toBe('2026-03-03T16:00:00.000Z');
    data('20260301-1', 1);
    const late = await readAll(marked(), STREAM, { checkpoint: stored(next.checkpoint) });
    expect([late.keys, asOf(late)]).toEqual([['1', '33'], '2026-03-03T16:00:00.000Z']);
  });

  it('keeps a checkpoint that does not grow with batches that are cleared away', async () => {
    let checkpoint = (await readAll(marked(), STREAM)).checkpoint;
    const sizes: number[] = [];
    for (let i = 11; i < 111; i += 1) {
      data(`20260301-${String(i)}`, i);
      done(`20260301-${String(i)}`);
      const read = await readAll(marked(), STREAM, { checkpoint: stored(checkpoint) });
      expect(read.keys).toEqual([String(i)]);
      ({ checkpoint } = read);
      sizes.push(JSON.stringify(checkpoint).length);
      rmSync(path.join(folder.path, `QY_20260301-${String(i)}.csv`));
      rmSync(path.join(folder.path, `20260301-${String(i)}.ok`));
    }
    // From the second on it says what was cleared away last.
    expect(Math.max(...sizes)).toBeLessThanOrEqual((sizes[1] ?? 0) + 20);
  });
});
