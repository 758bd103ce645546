import type { Checkpoint, RawValue } from '../../connect/reader';
import { isWangshuError } from '../../domain/errors';
import { contentHash } from '../../domain/ids';
import type { Case } from '../case';
import { ensure } from '../outcome';

/** Every text that looks like a time is one of the year 9999, every number is large. */
function future(value: RawValue): RawValue {
  if (typeof value === 'string')
    return /\d{4}-\d{2}-\d{2}/.test(value)
      ? value.replace(/\d{4}-\d{2}-\d{2}/, '9999-12-31')
      : value;
  if (Array.isArray(value)) return value.map(future);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, future(each)]));
  return value;
}

export const stateCase: Case = {
  name: 'state',
  promise: {
    zh: '断点来自未来、损坏或旧版本时，拒绝或安全处理',
    en: 'a checkpoint from the future, a broken one or one of an older version is refused, or loses nothing',
  },
  async run(bench) {
    const tried =
      'began reads with a checkpoint of the year 9999, with garbage and with one that another version might have written';
    const seen: string[] = [];
    for (const stream of bench.connector.streams) {
      const pages = await bench.pagesOf(stream, stream.spec.pageSize);
      const whole = new Set(
        pages.flatMap(({ rows }) => rows.map(({ values }) => contentHash(JSON.stringify(values)))),
      );
      const last = pages.at(-1)?.checkpoint ?? null;
      const states: [string, Checkpoint][] = [
        ['garbage', { garbage: 'Zm9v', at: [{}], phase: 7 }],
        ['an older version', { version: 0, cursor: 'x' }],
        ...(last === null
          ? []
          : ([['the future', future(last) as Checkpoint]] as [string, Checkpoint][])),
      ];
      for (const [name, checkpoint] of states) {
        const signal = AbortSignal.timeout(60_000);
        const part = new Set<string>();
        const request = {
          stream: bench.source(stream),
          checkpoint,
          fresh: true,
          pageSize: stream.spec.pageSize,
          signal,
        };
        let unchanged = false;
        const error: unknown = await (async () => {
          for await (const page of bench.reader().read(request)) {
            unchanged ||= page.unchanged === true;
            for (const { values } of page.rows) part.add(contentHash(JSON.stringify(values)));
          }
          return null;
        })().catch((failure: unknown) => failure);
        if (error !== null) {
          ensure(
            isWangshuError(error),
            tried,
            `${stream.name}, ${name}: a refusal with a code is required, the reader broke (${error instanceof Error ? error.name : typeof error})`,
          );
          seen.push(`${stream.name}, ${name}: refused (${error.code})`);
          continue;
        }
        const { cursor } = stream.spec;
        const same =
          name === 'the future' &&
          (JSON.stringify(checkpoint) === JSON.stringify(last) || cursor === undefined);
        const lost = [...whole].filter((hash) => !part.has(hash)).length;
        ensure(
          lost === 0 || same || unchanged,
          tried,
          `${stream.name}, ${name}: a refusal or all rows are required, ${String(lost)} of ${String(whole.size)} were passed over in silence`,
        );
        seen.push(
          `${stream.name}, ${name}: ${lost === 0 ? 'read from the beginning' : 'goes on as before'}`,
        );
      }
    }
    return { tried, saw: seen.join('; ') };
  },
};
