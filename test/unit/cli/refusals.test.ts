import { InvalidArgumentError } from 'commander';
import { assertReplaceable } from '../../../src/cli/commands/demo';
import { assertRegistered } from '../../../src/cli/commands/quarantine';
import { planLine, queueCounts } from '../../../src/cli/commands/status';
import { durationSeconds } from '../../../src/cli/options';
import { planOf, sourceOf } from './reports';
import { wangshu } from './support';

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a district that is in use', () => {
  const kept = { residents: 2_000, seed: 7 };

  it('is not replaced under a demo or a worker that runs on it', () => {
    for (const other of [{}, { residents: 2_000 }, { residents: 1_000, seed: 7 }])
      expect(thrownBy(() => assertReplaceable(kept, other, 1))).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('--residents 2000 --seed 7'),
      });
  });

  it('is joined by the same one, and replaced when nobody works on it', () => {
    expect(() => assertReplaceable(kept, { ...kept }, 2)).not.toThrow();
    expect(() => assertReplaceable(kept, { residents: 1_000 }, 0)).not.toThrow();
    expect(() => assertReplaceable(undefined, { residents: 1_000 }, 1)).not.toThrow();
  });
});

describe('sources that nobody knows', () => {
  it('are refused by quarantine, which would else say that nothing waits', () => {
    expect(thrownBy(() => assertRegistered('hotlin', ['hotline', 'police']))).toMatchObject({
      code: 'CONNECTOR_UNKNOWN',
      message: expect.stringMatching(/\(hotline, police\), "hotlin" is given/),
    });
    expect(() => assertRegistered('hotline', ['hotline'])).not.toThrow();
  });

  it('are refused by sync with the known ones, before secrets are asked for', async () => {
    const { code, out, err } = await wangshu(['sync', 'hotlin']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/\(.*hotline-12345.*\), "hotlin" is given/);
    expect(err).not.toMatch(/environment variable/);
  });
});

describe('tokens', () => {
  it('are refused with role, purpose and area in one answer', async () => {
    const { code, err } = await wangshu(
      ['token', '--role', 'mayor', '--purpose', 'curiosity', '--area', 'here'],
      { WANGSHU_TOKEN_SECRET: 'a-secret-for-these-tests-0123456789abcdef' },
    );
    expect(code).toBe(2);
    for (const wrong of ['"mayor"', '"curiosity"', '"here"']) expect(err).toContain(wrong);
  });
});

describe('durations', () => {
  const read = durationSeconds(90);

  it('are minutes, hours and days, in seconds', () => {
    expect(['30m', '8h', '7d', '90d'].map(read)).toEqual([1_800, 28_800, 604_800, 7_776_000]);
  });

  it.each(['', '8', 'h', '0h', '-1h', '1.5h', '1y', '8 h', '91d', '9999999m'])(
    '%p is none',
    (text) => {
      expect(() => read(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('where a running plan is', () => {
  it('is its sources, then its stages', () => {
    const sources = [sourceOf({ read: 1_200 }), sourceOf({ status: 'RUNNING', read: 34 })];
    expect(planLine(planOf({ status: 'RUNNING', sources }), 'UTC')).toMatch(
      /now 1 of 2 sources read, 1,234 rows\)$/,
    );
    const stages = {
      stitch: { startedAt: 'x', step: 'links', done: 3, total: 9 },
      resolve: { startedAt: 'x', finishedAt: 'x' },
    };
    expect(planLine(planOf({ status: 'RUNNING', sources: [sourceOf({})], stages }), 'UTC')).toMatch(
      /now stitch links 3\/9\)$/,
    );
    expect(planLine(planOf({}), 'UTC')).toBe(
      'Last plan: SUCCEEDED (began 1970-01-01 00:00, 1.5 s)',
    );
  });

  it('is told without the queue where that does not answer', async () => {
    const silent = { getJobCounts: () => new Promise<never>(() => undefined) };
    expect(await queueCounts(silent, 20)).toBeNull();
    expect(await queueCounts({ getJobCounts: () => Promise.resolve({ active: 2 }) }, 20)).toEqual({
      active: 2,
    });
  });
});
