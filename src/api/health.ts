import type { FastifyInstance } from 'fastify';
import { databaseAnswers } from '../graph/read/answers';
import type { Queryable } from '../db/pool';

/** How long the database may take before the hub calls itself not ready, in milliseconds. */
const PATIENCE = 2_000;

/** /healthz: the process answers. /readyz: its database does too. Neither needs a token, neither says more. */
export function registerHealth(app: FastifyInstance, db: Queryable): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await databaseAnswers({ db, patience: PATIENCE });
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable' });
  });
}
