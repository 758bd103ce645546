import { pino } from 'pino';
import { loadCatalogue } from '../../src/connect/load';
import { openPool } from '../../src/db/pool';
import { openTransport, startWorker } from '../../src/jobs';
import { TEST_ID_KEY, TEST_TIME_ZONE } from '../support/hub';
import { slowCatalogue } from '../db/jobs/sources';
import type { ChildSettings } from './child';

/** A worker in a process of its own, for a test to kill. Says "ready" when it works. */
async function main({ url, redisUrl, folder, pageMs, lockMs }: ChildSettings): Promise<void> {
  const db = openPool(url, { max: 4 });
  const onError = (error: Error): void => void process.stderr.write(`${error.message}\n`);
  const transport = await openTransport({ db, databaseUrl: url, redisUrl, onError });
  const catalogue = slowCatalogue(loadCatalogue({ folders: [folder], env: {} }), pageMs);
  await startWorker({
    ...{ db, transport, catalogue, idKey: TEST_ID_KEY, lockMs, schedule: false },
    nightly: { pattern: '30 2 1 1 *', timeZone: TEST_TIME_ZONE },
    logger: pino({ level: 'silent' }),
  });
  process.stdout.write('ready\n');
}

void main(JSON.parse(process.argv[2] ?? '{}') as ChildSettings);
