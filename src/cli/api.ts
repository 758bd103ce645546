import path from 'node:path';
import { SAMPLES, startApi, type Api, type ConsoleDemoRole } from '../api';
import { openPool } from '../db/pool';
import type { Hub, Opened } from './hub';

const STATEMENT_TIMEOUT_MS = 20_000;

/** Serves the API and GraphiQL of an open hub. `demo`: callers of the made-up district, whose tokens lie open on the page. */
export async function serveApi(
  opened: Opened,
  hub: Hub,
  demo?: readonly ConsoleDemoRole[],
): Promise<Api> {
  const { config, url, catalogue, idKey, tokenSecret, logger } = hub;
  // A pool of its own: questions never wait behind a night, and none may take for ever.
  const db = opened.add(openPool(url, { statement_timeout: STATEMENT_TIMEOUT_MS }), (pool) =>
    pool.end(),
  );
  const api = await startApi({
    db,
    catalogue,
    idKey,
    tokenSecret,
    logger,
    policy: config.hub,
    hub: config.hub,
    host: config.host,
    port: config.port,
    portFallback: !config.portStated,
    console: {
      folder: path.join(config.checkout, 'dist', 'graphiql'),
      samples: SAMPLES,
      ...(demo === undefined ? {} : { demo }),
    },
  });
  return opened.add(api, (each) => each.close());
}
