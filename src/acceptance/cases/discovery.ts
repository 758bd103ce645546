import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

export const discoveryCase: Case = {
  name: 'discovery',
  promise: {
    zh: '两次探查结构一致',
    en: 'what the source says of its streams is the same each time',
  },
  async run(bench) {
    const { connector } = bench;
    if (connector.spec.reader.kind === 'push') throw new NotApplicable('it is asked nothing');
    const tried = 'asked twice for the streams and their fields';
    const signal = AbortSignal.timeout(60_000);
    const first = await bench.reader().discover(signal);
    const second = await bench.reader().discover(signal);
    // How many rows there are may change between two questions; what they are may not.
    const shape = (streams: typeof first): string =>
      JSON.stringify(streams.map(({ rows: _, ...rest }) => rest));
    ensure(
      shape(first) === shape(second),
      tried,
      'the same answer is required, the second differed',
    );
    const names = new Set(first.map(({ from }) => from));
    const unknown = connector.streams
      .filter(({ spec }) => !names.has(spec.from))
      .map(({ name }) => name);
    return {
      tried,
      saw: `${String(first.length)} streams, the same both times${unknown.length > 0 && first.length > 0 ? `; not among them by name: ${unknown.join(', ')}` : ''}`,
    };
  },
};
