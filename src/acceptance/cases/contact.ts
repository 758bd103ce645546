import type { Reader } from '../../connect/reader';
import { isWangshuError } from '../../domain/errors';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { elsewhere } from '../elsewhere';
import { inTime, LATE } from '../in-time';
import { leaksIn, secretValues } from '../leaks';
import { listenAs } from '../listener';
import { ensure, NotApplicable } from '../outcome';

const LIMIT_MS = 20_000;
/** After the word, an end must come within so long. */
const GRACE_MS = 5_000;

export const answersCase: Case = {
  name: 'answers',
  promise: { zh: '来源可达', en: 'the source answers' },
  async run(bench) {
    const tried = 'asked the source whether it is there';
    const began = performance.now();
    const answer = await inTime(
      LIMIT_MS + GRACE_MS,
      bench.reader().check(AbortSignal.timeout(LIMIT_MS)),
    );
    ensure(
      answer !== LATE,
      tried,
      `an answer or a refusal within ${String(LIMIT_MS / 1000)} s is required, none came and the reader heeds no signal`,
    );
    return { tried, saw: `an answer in ${String(Math.round(performance.now() - began))} ms` };
  },
};

/** What a reader throws when it is asked in each of its ways; null: it threw nothing. */
async function thrownBy(
  bench: Bench,
  open: () => Reader,
  ms: number,
): Promise<Map<string, { error: unknown } | typeof LATE | null>> {
  const [stream] = bench.connector.streams;
  const asks: [string, (reader: Reader, signal: AbortSignal) => Promise<unknown>][] = [
    ['check', (reader, signal) => reader.check(signal)],
    ['discover', (reader, signal) => reader.discover(signal)],
  ];
  if (stream !== undefined)
    asks.push([
      'read',
      async (reader, signal) => {
        const pages = reader.read({
          stream: bench.source(stream),
          checkpoint: null,
          fresh: true,
          pageSize: 10,
          signal,
        });
        for await (const _ of pages) return;
      },
    ]);
  const thrown = asks.map(async ([name, ask]) => {
    const reader = open();
    const ended = await inTime(
      ms + GRACE_MS,
      ask(reader, AbortSignal.timeout(ms)).then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    );
    // One that heeds nothing may not heed this either.
    await inTime(
      1_000,
      reader.close().catch(() => undefined),
    );
    return [name, ended] as const;
  });
  return new Map(await Promise.all(thrown));
}

/** A source that is not there: told by a sentence and a stable code, without secrets, and soon. */
export const refusesCase: Case = {
  name: 'fails-cleanly',
  promise: {
    zh: '来源不可达时明确报错且不泄露密钥',
    en: 'a source that is not there, or talks nonsense, is told plainly, soon, and without any secret',
  },
  async run(bench) {
    const settings = bench.connector.spec.reader;
    const gone = await listenAs('silent');
    await gone.close();
    const nowhere = elsewhere(settings, gone.port);
    if (nowhere === null) throw new NotApplicable('it asks nobody');
    const echo = await listenAs('echo');
    try {
      const away = elsewhere(settings, echo.port) ?? nowhere;
      const calls = callsServer(away);
      const tried = `asked the same way where nothing listens${calls ? ', and a server that refuses and repeats what it was told' : ''}; looked for the secrets of ${bench.connector.id} in what was thrown`;
      const secrets = [
        ...new Set([settings, nowhere, away].flatMap((own) => secretValues(bench.rawReader, own))),
      ];
      const began = performance.now();
      let first: string | null = null;
      let told = 0;
      for (const [where, own] of [['nothing', nowhere], ...(calls ? [['nonsense', away]] : [])] as [
        string,
        typeof nowhere,
      ][]) {
        for (const [how, ended] of await thrownBy(bench, () => bench.readerBy(own), 8_000)) {
          const asked = `${how} where there is ${where}`;
          ensure(ended !== LATE, tried, `${asked}: an end within 13 s is required, there was none`);
          // Some readers discover without asking, and what a server of nonsense says may pass for an answer.
          if (ended === null && (how === 'discover' || where === 'nonsense')) continue;
          const error = ended?.error;
          const leaks = leaksIn(error, secrets);
          ensure(
            leaks === 0,
            tried,
            `${asked}: an error without secrets is required, ${String(leaks)} stand in its message or in what it carries`,
          );
          ensure(
            isWangshuError(error),
            tried,
            `${asked}: an error of the hub is required, there was none or one without a code`,
          );
          ensure(
            where === 'nonsense' ||
              ['SOURCE_UNREACHABLE', 'SOURCE_REFUSED', 'CONFIG_INVALID'].includes(error.code),
            tried,
            `${asked}: SOURCE_UNREACHABLE is required, ${error.code} was given`,
          );
          told += 1;
          first ??= `${error.code}: ${error.message}`;
        }
      }
      const ms = Math.round(performance.now() - began);
      return {
        tried,
        saw: `${first ?? 'nothing'} (${String(told)} errors in ${String(ms)} ms; ${secrets.length === 0 ? 'it has no secret' : `none of its ${String(secrets.length)} secrets, whole or in part, is in them`})`,
      };
    } finally {
      await echo.close();
    }
  },
};

const callsServer = (settings: NonNullable<ReturnType<typeof elsewhere>>): boolean =>
  settings.kind !== 'singer' && !(settings.kind === 'file' && settings.sftp === undefined);

/** A source that takes the call and says nothing. */
export const waitsCase: Case = {
  name: 'times-out',
  promise: {
    zh: '来源无应答时在时限内放弃',
    en: 'a source that never answers is given up when told so',
  },
  async run(bench) {
    const silent = await listenAs('silent');
    try {
      const settings = elsewhere(bench.connector.spec.reader, silent.port, 'silent');
      if (settings === null || (settings.kind === 'file' && settings.sftp === undefined))
        throw new NotApplicable('it calls no server');
      const what =
        settings.kind === 'singer' ? 'a tap that says nothing' : 'a server that says nothing';
      const tried = `asked ${what} (check, discover and read), and gave up after 1 s`;
      const began = performance.now();
      const open = (): Reader => bench.readerBy(settings);
      for (const [how, ended] of await thrownBy(bench, open, 1_000)) {
        ensure(
          ended !== LATE,
          tried,
          `${how}: an end within ${String(GRACE_MS / 1000)} s of the word is required, there was none`,
        );
        // Some readers discover without asking.
        ensure(
          ended !== null || how === 'discover',
          tried,
          `${how}: no answer can come, one was reported`,
        );
      }
      return {
        tried,
        saw: `given up after ${String(Math.round(performance.now() - began))} ms`,
      };
    } finally {
      await silent.close();
    }
  },
};
