import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { loadCatalogue } from '../../src/connect/load';
import { openPool } from '../../src/db/pool';
import { HUB_STAGES, openTransport, startWorker, type Stages } from '../../src/jobs';
import { TEST_ID_KEY, TEST_TIME_ZONE } from '../support/hub';
import { slowCatalogue } from '../db/jobs/sources';
import type { ChildSettings, Standstill } from './child';

/** Says so and blocks the whole process, as a stopped machine would: no timer, no answer, no rollback. */
function standStill(): void {
  writeSync(1, 'standing\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function stagesWith({ stage, moment }: Standstill): Stages {
  return {
    ...HUB_STAGES,
    async [stage](context: Parameters<Stages[typeof stage]>[0]) {
      if (moment === 'before') standStill();
      const counts = await HUB_STAGES[stage](
        moment === 'within' ? { ...context, onStep: standStill } : context,
      );
      standStill();
      return counts;
    },
  };
}

/** A worker in a process of its own, for a test to kill. Says "ready" when it works. */
async function main({
  url,
  redisUrl,
  folder,
  pageMs,
  lockMs,
  standstill,
}: ChildSettings): Promise<void> {
  const db = openPool(url, { max: 4 });
  const onError = (error: Error): void => void process.stderr.write(`${error.message}\n`);
  const transport = await openTransport({ db, databaseUrl: url, redisUrl, onError });
  const catalogue = slowCatalogue(loadCatalogue({ folders: [folder], env: {} }), pageMs);
  await startWorker({
    ...{ db, transport, catalogue, idKey: TEST_ID_KEY, lockMs, schedule: false },
    nightly: { pattern: '30 2 1 1 *', timeZone: TEST_TIME_ZONE },
    logger: pino({ level: 'silent' }),
    ...(standstill === undefined ? {} : { stages: stagesWith(standstill) }),
  });
  process.stdout.write('ready\n');
}

void main(JSON.parse(process.argv[2] ?? '{}') as ChildSettings);
