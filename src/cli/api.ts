import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { SAMPLES, startApi, type Api, type ConsoleDemoRole } from '../api';
import type { Config } from '../config/load';
import { openPool } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Hub, Opened } from './hub';
import { operationsOf } from './operations';
import { watchHub } from './watch';

/**
 * Says at once, and not after a long night, that the port that was asked for is taken: WangshuError CONFIG_INVALID. Without
 * PORT any other will do.
 */
export async function assertPortFree({ host, port, portStated }: Config): Promise<void> {
  if (!portStated || port === 0) return;
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (cause) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a free port is required for the API, ${String(port)} is taken; stop what listens there or set PORT`,
      { cause },
    );
  }
  probe.close();
  await once(probe, 'close');
}

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
  const { request, serve, observer } = await watchHub(opened, hub);
  const api = await startApi({
    db,
    catalogue,
    idKey,
    tokenSecret,
    logger,
    ...(request === undefined ? {} : { watch: request }),
    policy: config.hub,
    operations: operationsOf({
      ...hub,
      observer,
      nightly: { pattern: config.hub.nightly, timeZone: config.hub.timeZone },
    }),
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
  await serve({ api: db });
  return opened.add(api, (each) => each.close());
}
