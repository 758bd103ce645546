import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  serveDepartments,
  type ServedDepartments,
} from '../../../src/demo/serve/serve-departments';

const LINES = 1_000;
const minute = (n: number): string =>
  `${Math.floor(n / 60)}`.padStart(2, '0') + `:${`${n % 60}`.padStart(2, '0')}`;
const line = (n: number): string =>
  JSON.stringify({ bh: n, mc: '名称', gxsj: `2026-03-01 ${minute(n)}:00` });

interface Numbered {
  readonly code: number;
  readonly data: { readonly total: number; readonly list: readonly { readonly bh: number }[] };
}
interface Cursored {
  readonly success: boolean;
  readonly result: {
    readonly rows: readonly { readonly bh: number }[];
    readonly next: string | null;
  };
}

describe('the departments that speak HTTP', () => {
  let folder: string;
  let served: ServedDepartments;
  const write = (lines: number): void => {
    const text = Array.from({ length: lines }, (_, n) => `${line(n)}\n`).join('');
    for (const [department, name] of [
      ['market', 'subjects'],
      ['grid', 'events'],
    ] as const) {
      mkdirSync(path.join(folder, department), { recursive: true });
      writeFileSync(path.join(folder, department, `${name}.jsonl`), text);
    }
  };
  const ask = async <T>(url: string, token = 'secret'): Promise<{ status: number; body: T }> => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as T };
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wangshu-serve-'));
    write(LINES);
    served = await serveDepartments({
      folder,
      marketToken: 'secret',
      gridToken: 'secret',
      emergency: { key: 'hub', secret: 'secret' },
      culture: { id: 'hub', secret: 'secret' },
    });
  });
  afterEach(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('pages by number and tells the total', async () => {
    const seen: number[] = [];
    for (let page = 1; page <= 4; page++) {
      const { body } = await ask<Numbered>(
        `${served.marketUrl}/api/subjects?pageNum=${page}&pageSize=300`,
      );
      expect(body.data.total).toBe(LINES);
      seen.push(...body.data.list.map(({ bh }) => bh));
    }
    expect(seen).toEqual(Array.from({ length: LINES }, (_, n) => n));
  });

  it('pages by cursor until there is no next', async () => {
    const seen: number[] = [];
    let next: string | null = '';
    for (let asked = 0; next !== null && asked < 10; asked++) {
      const { body }: { body: Cursored } = await ask<Cursored>(
        `${served.gridUrl}/open/events?limit=300&cursor=${next}`,
      );
      seen.push(...body.result.rows.map(({ bh }) => bh));
      next = body.result.next;
    }
    expect(next).toBeNull();
    expect(seen).toEqual(Array.from({ length: LINES }, (_, n) => n));
  });

  it('answers since with what changed at or after that moment', async () => {
    const since = encodeURIComponent(`2026-03-01 ${minute(990)}:00`);
    const market = await ask<Numbered>(`${served.marketUrl}/api/subjects?since=${since}`);
    expect(market.body.data.total).toBe(10);
    expect(market.body.data.list[0]?.bh).toBe(990);
    const grid = await ask<Cursored>(`${served.gridUrl}/open/events?limit=4&since=${since}`);
    expect(grid.body.result.rows.map(({ bh }) => bh)).toEqual([990, 991, 992, 993]);
    const after = await ask<Numbered>(`${served.marketUrl}/api/subjects?since=2027-01-01`);
    expect(after.body.data).toEqual({ total: 0, list: [] });
  });

  it('sees a file that has changed, and refuses a cursor into the old one', async () => {
    const first = await ask<Cursored>(`${served.gridUrl}/open/events?limit=10`);
    write(LINES + 5);
    const market = await ask<Numbered>(`${served.marketUrl}/api/subjects`);
    expect(market.body.data.total).toBe(LINES + 5);
    const stale = await ask(`${served.gridUrl}/open/events?cursor=${first.body.result.next ?? ''}`);
    expect(stale.status).toBe(409);
  });

  it('refuses a wrong token, an unknown list, a page that is no number and a moment that is none', async () => {
    const status = async (url: string, token?: string): Promise<number> =>
      (await ask(url, token)).status;
    expect(await status(`${served.marketUrl}/api/subjects`, 'wrong!')).toBe(401);
    expect(await status(`${served.gridUrl}/open/events`, '')).toBe(401);
    expect(await status(`${served.marketUrl}/api/../secrets`)).toBe(404);
    expect(await status(`${served.marketUrl}/api/people`)).toBe(404);
    expect(await status(`${served.marketUrl}/api/subjects?pageNum=x`)).toBe(400);
    expect(await status(`${served.marketUrl}/api/subjects?since=yesterday`)).toBe(400);
    expect(await status(`${served.gridUrl}/open/events?cursor=zzz`)).toBe(409);
  });
});
