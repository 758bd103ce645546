import { createServer } from 'node:net';
import { once } from 'node:events';
import { createReader } from '../../connect/readers';
import { isWangshuError } from '../../domain/errors';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { elsewhere } from '../elsewhere';

const LIMIT_MS = 20_000;

export const answersCase: Case = {
  name: 'answers',
  promise: { zh: '来源可达', en: 'the source answers' },
  async run(bench) {
    const began = performance.now();
    await bench.reader().check(AbortSignal.timeout(LIMIT_MS));
    return {
      tried: 'asked the source whether it is there',
      saw: `an answer in ${String(Math.round(performance.now() - began))} ms`,
    };
  },
};

/** A source that is not there: told by a sentence and a stable code, without the address's secrets, and soon. */
export const refusesCase: Case = {
  name: 'fails-cleanly',
  promise: {
    zh: '来源不可达时明确报错且不泄露密钥',
    en: 'a source that is not there is told plainly, and soon',
  },
  async run({ connector }) {
    const tried = 'asked the same way where nothing listens';
    const settings = elsewhere(connector.spec.reader, 1);
    if (settings === null) throw new NotApplicable('it asks nobody');
    const reader = createReader(settings);
    const began = performance.now();
    try {
      const error: unknown = await reader.check(AbortSignal.timeout(LIMIT_MS)).then(
        () => null,
        (failure: unknown) => failure,
      );
      ensure(
        isWangshuError(error),
        tried,
        'an error of the hub is required, there was none or one without a code',
      );
      ensure(
        ['SOURCE_UNREACHABLE', 'SOURCE_REFUSED', 'CONFIG_INVALID'].includes(error.code),
        tried,
        `SOURCE_UNREACHABLE is required, ${error.code} was given`,
      );
      return {
        tried,
        saw: `${error.code} in ${String(Math.round(performance.now() - began))} ms: ${error.message}`,
      };
    } finally {
      await reader.close();
    }
  },
};

/** A source that takes the call and says nothing. */
export const waitsCase: Case = {
  name: 'times-out',
  promise: {
    zh: '来源无应答时在时限内放弃',
    en: 'a source that never answers is given up when told so',
  },
  async run({ connector }) {
    const tried = 'asked a server that takes the call and says nothing, and gave up after 2 s';
    const server = createServer(() => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const settings = elsewhere(connector.spec.reader, port);
    const calls = new Set<{ destroy(): void }>();
    server.on('connection', (socket) => calls.add(socket));
    try {
      if (
        settings === null ||
        settings.kind === 'singer' ||
        (settings.kind === 'file' && settings.sftp === undefined)
      )
        throw new NotApplicable('it calls no server');
      const reader = createReader(settings);
      const began = performance.now();
      const ended = await reader.check(AbortSignal.timeout(2_000)).then(
        () => 'an answer',
        () => null,
      );
      const ms = performance.now() - began;
      await reader.close();
      ensure(ended === null, tried, 'no answer can come, one was reported');
      ensure(
        ms < 7_000,
        tried,
        `an end within 5 s of the word is required, it took ${String(Math.round(ms))} ms`,
      );
      return { tried, saw: `given up after ${String(Math.round(ms))} ms` };
    } finally {
      for (const call of calls) call.destroy();
      server.close();
    }
  },
};
