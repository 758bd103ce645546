import { readFileSync } from 'node:fs';
import path from 'node:path';
import { testFolder } from '../support/hub';
import { wangshu } from '../unit/cli/support';

const ROOT = path.join(__dirname, '../..');

/** The command alone: what each case of the kit sees is tested with the kit. */
describe('wangshu connectors test', () => {
  const folder = testFolder();
  const env = {
    CONNECTORS_DIR: path.join(folder.path, 'connectors'),
    WANGSHU_HOME: path.join(folder.path, 'home'),
    HR_TAP: path.join(ROOT, 'src/demo/serve/tap-human-resources.mjs'),
    HR_FOLDER: path.join(folder.path, 'hr'),
  };
  const test = (...argv: string[]) =>
    wangshu(['connectors', 'test', 'human-resources', ...argv], env);

  beforeAll(() => {
    const yaml = readFileSync(path.join(ROOT, 'connectors/human-resources/connector.yaml'), 'utf8');
    folder.write('connectors/human-resources/connector.yaml', yaml);
    for (const [stream, key, since] of [
      ['employment', 'reg_id', 'start_date'],
      ['job_seekers', 'seeker_id', 'registered_on'],
    ] as const) {
      const rows = Array.from({ length: 20 }, (_, n) =>
        JSON.stringify({
          [key]: `N${String(n)}`,
          [since]: '2026-03-01',
          updated_at: '2026-03-01T00:00:00+08:00',
        }),
      );
      folder.write(`hr/${stream}.jsonl`, `${rows.join('\n')}\n`);
    }
  });
  afterAll(() => {
    folder.remove();
  });

  it('says of each case what it tried and what it saw', async () => {
    const { code, out } = await test('--only', 'spec', '--only', 'keys', '--only', 'state');
    expect(out).toMatch(/✔ spec .*\n {4}tried: .*\n {4}saw: 2 streams/);
    expect(out).toMatch(/✔ keys .*\n {4}tried: .*\n {4}saw: employment: 20 rows, 20 keys/);
    expect(out).toContain('human-resources: 3 passed, 0 failed, 0 not applicable\n');
    expect(code).toBe(0);
  }, 60_000);

  it('takes more bad rows where it is told that the source is so', async () => {
    const rows = Array.from({ length: 20 }, (_, n) =>
      JSON.stringify({
        reg_id: n === 0 ? '' : `N${String(n)}`,
        updated_at: '2026-03-01T00:00:00+08:00',
      }),
    );
    folder.write('dirty/employment.jsonl', `${rows.join('\n')}\n`);
    folder.write('dirty/job_seekers.jsonl', '');
    const dirty = (...argv: string[]) =>
      wangshu(['connectors', 'test', 'human-resources', '--only', 'keys', ...argv], {
        ...env,
        HR_FOLDER: path.join(folder.path, 'dirty'),
      });
    expect(await dirty()).toMatchObject({
      code: 1,
      out: expect.stringContaining('at most 1 % may lack one and 1 of 20 do (5 %)') as string,
    });
    expect(await dirty('--max-bad', '5%')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 rows without one (5 %), all in quarantine') as string,
    });
    expect(await dirty('--max-bad', 'many')).toMatchObject({ code: 2 });
  }, 60_000);

  it('kills and measures processes of its own command', async () => {
    const { code, out } = await test(
      '--only',
      'kill',
      '--only',
      'memory',
      '--memory-rows',
      '10000',
    );
    expect(out).toMatch(/✔ kill .*\n {4}tried: .*\n {4}saw: killed [1-3] of 3 times/);
    expect(out).toMatch(/saw: reader: held [\d.]+ MiB at most of 0 MiB in 20 rows of job-seeker/);
    expect(code).toBe(0);
  }, 120_000);

  it('gives machines one JSON document, and exit code 1 where a case failed', async () => {
    const { code, out, err } = await wangshu(
      ['connectors', 'test', 'human-resources', '--only', 'answers', '--json'],
      { ...env, HR_TAP: path.join(folder.path, 'none.mjs') },
    );
    const told = JSON.parse(out) as { ok: boolean; verdicts: { name: string; outcome: string }[] };
    expect([told.ok, told.verdicts.map(({ name, outcome }) => [name, outcome])]).toEqual([
      false,
      [['answers', 'FAILED']],
    ]);
    expect([code, err]).toEqual([1, '']);
  }, 60_000);

  it('names the cases and the connectors there are when it is asked wrongly', async () => {
    const { code, err } = await test('--only', 'nix');
    expect(code).toBe(2);
    expect(err).toMatch(/spec, answers, .*"nix" is given/);
    expect(await wangshu(['connectors', 'test', 'nix'], env)).toMatchObject({ code: 2 });
  });
});
