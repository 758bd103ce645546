import { request as httpRequest } from 'node:http';
import { expectRefusal, FINE } from './refusal';
import { startTestApi, type TestApi } from './support';

describe('a bad request', () => {
  let hub: TestApi;
  let json: Record<string, string>;
  beforeAll(async () => {
    hub = await startTestApi();
    json = {
      'content-type': 'application/json',
      authorization: `Bearer ${await hub.token('analyst')}`,
    };
  });
  afterAll(() => hub.close());
  beforeEach(() => void hub.statements());

  it('is refused in the body: broken JSON, another shape, another type, a batch, too much', async () => {
    const bodies: readonly (readonly [string, number, string])[] = [
      ['{"query": ', 400, 'BAD_REQUEST'],
      ['', 400, 'BAD_REQUEST'],
      ['null', 400, 'BAD_REQUEST'],
      ['42', 400, 'BAD_REQUEST'],
      ['"{ me { name } }"', 400, 'BAD_REQUEST'],
      ['{}', 400, 'BAD_REQUEST'],
      ['{"query": 42}', 400, 'BAD_REQUEST'],
      [`{"query": "${FINE}", "variables": "x"}`, 400, 'BAD_REQUEST'],
      [`{"__proto__": {"x": 1}, "query": "${FINE}"}`, 400, 'BAD_REQUEST'],
      [JSON.stringify([{ query: FINE }, { query: FINE }]), 400, 'BAD_REQUEST'],
      [JSON.stringify({ query: FINE, padding: 'x'.repeat(1_100_000) }), 413, 'QUERY_TOO_LARGE'],
    ];
    for (const [body, status, code] of bodies)
      await expectRefusal(hub, await hub.send({ headers: json, body }), status, code);
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ])
      await expectRefusal(
        hub,
        await hub.send({ headers: { ...json, 'content-type': type }, body: `query=${FINE}` }),
        415,
        'BAD_REQUEST',
      );
  });

  it('is refused as a GET (addresses stand in logs), as another method, on another path', async () => {
    const asGet = `/graphql?query=${encodeURIComponent(FINE)}`;
    for (const method of ['GET', 'PUT', 'DELETE'])
      await expectRefusal(
        hub,
        await hub.send({ method, headers: { authorization: json['authorization'] ?? '' } }, asGet),
        405,
        'BAD_REQUEST',
      );
    await expectRefusal(
      hub,
      await hub.send({ headers: json, body: '{}' }, '/graphql/../etc/passwd'),
      404,
      'NOT_FOUND',
    );
    await expectRefusal(hub, await hub.send({ method: 'GET' }, '/%ZZ'), 400, 'BAD_REQUEST');
  });

  it('is refused in the headers: purposes that are unknown, not granted or broken, a case that is missing', async () => {
    const ask = (purpose: string | null, caseNumber: string | null = null) =>
      hub.ask('case-officer', FINE, { purpose, caseNumber });
    await expectRefusal(hub, await ask(null), 403, 'PURPOSE_REQUIRED');
    await expectRefusal(hub, await ask('case-handling'), 403, 'CASE_REQUIRED');
    await expectRefusal(hub, await ask('trend-analysis'), 403, 'FORBIDDEN');
    await expectRefusal(hub, await ask('world-domination'), 403, 'FORBIDDEN');
    await expectRefusal(hub, await ask('case-handling', 'x'.repeat(101)), 400, 'BAD_USER_INPUT');
    await expectRefusal(hub, await ask('case-handling', '1\n2'), 400, 'BAD_USER_INPUT');
    const broken = { ...json, 'x-wangshu-purpose': '%E7%BD' };
    await expectRefusal(
      hub,
      await hub.send({ headers: broken, body: JSON.stringify({ query: FINE }) }),
      400,
      'BAD_USER_INPUT',
    );
  });

  it('is survived where a caller hangs up in the middle', async () => {
    const url = new URL(hub.api.url);
    await new Promise<void>((resolve) => {
      const request = httpRequest({
        port: url.port,
        host: url.hostname,
        path: '/graphql',
        method: 'POST',
        headers: { ...json, 'content-length': '1000' },
      });
      request.on('error', () => resolve());
      request.write('{"query": "{ me');
      setTimeout(() => request.destroy(), 50);
    });
    expect((await hub.ask('analyst', FINE)).status).toBe(200);
  });
});
