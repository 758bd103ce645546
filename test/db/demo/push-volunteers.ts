import { pushVolunteers as push } from '../../../src/cli/commands/demo-push';
import { loadConfig } from '../../../src/config/load';
import { createLogger } from '../../../src/config/logger';
import type { District } from '../../../src/demo/district';
import { openTransport } from '../../../src/jobs';
import { TEST_ID_KEY, type TestHub } from '../../support/hub';

/** The volunteers' app posts its outbox to a test's hub, over HTTP, as `wangshu demo` has it done. Rows posted. */
export async function pushVolunteers(
  { db, url, catalogue }: TestHub,
  { pushed }: Pick<District, 'pushed'>,
): Promise<number> {
  const transport = await openTransport({
    db,
    databaseUrl: url,
    redisUrl: null,
    onError: () => undefined,
  });
  try {
    return await push(
      {
        ...{ db, url, adminUrl: url, catalogue, transport, embedded: false },
        config: loadConfig({ env: {} }),
        logger: createLogger('error', { write: () => undefined }),
        idKey: TEST_ID_KEY,
        tokenSecret: 'a-secret-for-tests-only-0123456789abcdef',
      },
      { folder: pushed, signal: new AbortController().signal },
    );
  } finally {
    await transport.close();
  }
}
