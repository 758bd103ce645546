import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveApprovals, type ServedApprovals } from '../../../src/demo/serve/serve-approvals';

const LINES = 1_100;
const moment = (n: number): string =>
  new Date(Date.UTC(2026, 2, 1, 0, n)).toISOString().slice(0, 19) + '+08:00';

interface Connection {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly { readonly number: string; readonly updatedAt: string }[];
}
interface Answer {
  readonly data?: { readonly licences: Connection } | null;
  readonly errors?: readonly { readonly message: string }[];
}

const QUERY = `query ($first: Int, $after: String, $since: DateTime, $before: DateTime) {
  licences(first: $first, after: $after, updatedSince: $since, updatedBefore: $before) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { number updatedAt matter { title } holder { creditCode legalRepresentative { name } } }
  }
}`;

describe("administrative approval's GraphQL endpoint", () => {
  let folder: string;
  let served: ServedApprovals;
  const write = (lines: number): void => {
    const row = (n: number): string =>
      JSON.stringify({
        number: `XK${n}`,
        matter: { code: 'SP', title: '食品经营许可' },
        holder: { creditCode: null, name: '某店', legalRepresentative: { name: '张三' } },
        state: 'VALID',
        gxsj: moment(n),
      });
    const text = Array.from({ length: lines }, (_, n) => `${row(n)}\n`).join('');
    writeFileSync(path.join(folder, 'licences.jsonl'), text);
  };
  const ask = async (
    variables: Record<string, unknown>,
    o: { token?: string; query?: string } = {},
  ): Promise<{ status: number; body: Answer }> => {
    const response = await fetch(served.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${o.token ?? 'secret'}`,
      },
      body: JSON.stringify({ query: o.query ?? QUERY, variables }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wangshu-approvals-'));
    write(LINES);
    served = await serveApprovals({ folder, token: 'secret' });
  });
  afterEach(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('pages through its connection until there is no next page', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let asked = 0; asked < 10; asked++) {
      const { body } = await ask({ first: 400, after });
      const page: Connection | undefined = body.data?.licences;
      seen.push(...(page?.nodes ?? []).map(({ number }) => number));
      expect(page?.totalCount).toBe(LINES);
      if (page?.pageInfo.hasNextPage !== true) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: LINES }, (_, n) => `XK${n}`));
  });

  it('answers updatedSince with what changed at or after that moment, in whatever zone it is asked', async () => {
    for (const since of [moment(1_090), '2026-03-01T10:10:00Z']) {
      const { body } = await ask({ since });
      expect(body.data?.licences.totalCount).toBe(10);
      expect(body.data?.licences.nodes[0]).toMatchObject({
        number: 'XK1090',
        matter: { title: '食品经营许可' },
        holder: { creditCode: null, legalRepresentative: { name: '张三' } },
      });
    }
    const { body } = await ask({ since: moment(10), before: moment(20) });
    expect(body.data?.licences.nodes.map(({ number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, n) => `XK${10 + n}`),
    );
  });

  it('refuses a cursor into a list that has changed', async () => {
    const { body } = await ask({ first: 10 });
    write(LINES + 1);
    const stale = await ask({ first: 10, after: body.data?.licences.pageInfo.endCursor });
    expect(stale.body.errors?.map(({ message }) => message)).toEqual(['游标已失效']);
  });

  it('refuses a wrong token, a page of nothing, a time that is none and a field it does not have', async () => {
    expect((await ask({}, { token: 'wrong' })).status).toBe(401);
    expect((await ask({ first: 0 })).body.errors?.[0]?.message).toContain('first');
    expect((await ask({ since: 'yesterday' })).body.errors?.[0]?.message).toContain('ISO 8601');
    const unknown = await ask({}, { query: '{ licences { nodes { salary } } }' });
    expect(unknown.body.errors?.[0]?.message).toContain('salary');
    expect((await fetch(served.url)).status).toBe(401);
  });
});
