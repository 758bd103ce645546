import fastify, { type FastifyInstance } from 'fastify';
import { buildApp } from '../../../src/api/app';
import type { AnsweredRequest } from '../../../src/api/watch';
import { loadConfig } from '../../../src/config/load';
import { createLogger } from '../../../src/config/logger';
import { loadCatalogue } from '../../../src/connect/load';
import { requestWatch } from '../../../src/api/watch';

describe('requests that the API answered', () => {
  it('are told by pattern, status and code, never by what a caller wrote', async () => {
    const told: AnsweredRequest[] = [];
    const hub = loadConfig({ env: {} }).hub;
    const { app, close } = await buildApp({
      db: { query: () => Promise.reject(new Error('no database here')) } as never,
      catalogue: loadCatalogue({ folders: [], env: {} }),
      ...{ policy: hub, hub, idKey: 'k'.repeat(32), tokenSecret: 't'.repeat(32) },
      ...{ logger: createLogger('silent'), operations: {} as never },
      watch: (request) => void told.push(request),
    });
    const post = (url: string): Promise<unknown> =>
      app.inject({
        ...{ method: 'POST', url, payload: { query: '{ me { name } }' } },
        headers: { traceparent: 'as-given' },
      });
    await post('/graphql?sfzh=110101199003071234');
    await post('/push/110101199003071234/x');
    await post('/110101199003071234');
    await app.inject({ method: 'GET', url: '/healthz' });
    await close();
    expect(told.map(({ route, status, code }) => [route, status, code])).toEqual([
      ['/graphql', 401, 'UNAUTHENTICATED'],
      ['/push/:connector/:stream', 401, 'UNAUTHENTICATED'],
    ]);
    expect(told[0]).toMatchObject({ method: 'POST', operation: null, traceparent: 'as-given' });
    expect(JSON.stringify(told)).not.toContain('110101199003071234');
    expect(told.every(({ seconds }) => seconds >= 0 && seconds < 5)).toBe(true);
  });

  it('have the name and the first code of their operation', async () => {
    const told: AnsweredRequest[] = [];
    const watch = requestWatch((request) => void told.push(request));
    const context = {} as never;
    const app: FastifyInstance = fastify();
    watch.listen(app);
    app.post('/graphql', async (request) => {
      request.operation = context;
      const listener = await watch.plugin.requestDidStart?.({} as never);
      await listener?.willSendResponse?.({
        contextValue: context,
        operation: {
          ...{ operation: 'mutation' },
          selectionSet: { selections: [{ kind: 'Field', name: { value: 'sync' } }] },
        },
        response: {
          body: {
            ...{ kind: 'single' },
            singleResult: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
          },
        },
      } as never);
      return {};
    });
    await app.inject({ method: 'POST', url: '/graphql' });
    await app.close();
    expect(told[0]).toMatchObject({ operation: 'sync', code: 'FORBIDDEN', status: 200 });
  });
});
