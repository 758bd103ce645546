import type { Connector } from '../connect/connector';
import { isWangshuError } from '../domain/errors';
import { openBench, type Bench, type BenchOptions } from './bench';
import type { Case, Finding, Verdict } from './case';
import { leaksIn, secretValues } from './leaks';
import { Failed, NotApplicable } from './outcome';
import { CASES } from './cases';

/** Ids made by the kit name nothing outside its scratch databases; the process that is killed makes the same ones. */
export const SCRATCH_ID_KEY = 'a-key-for-acceptance-tests-only-0123456789';

export interface AcceptOptions extends BenchOptions {
  readonly connector: Connector;
  /** Names of cases; absent: all. */
  readonly only?: readonly string[];
  /** Told before each case and after it. */
  readonly onCase?: (name: string, verdict: Verdict | null) => void;
}

/** Runs the cases one after another; one that fails does not keep the others from running. */
export async function acceptConnector(options: AcceptOptions): Promise<Verdict[]> {
  const bench = await openBench(options);
  const verdicts: Verdict[] = [];
  try {
    for (const each of CASES) {
      if (options.only !== undefined && !options.only.includes(each.name)) continue;
      options.onCase?.(each.name, null);
      const verdict = await judge(each, bench);
      verdicts.push(verdict);
      options.onCase?.(each.name, verdict);
    }
  } finally {
    await bench.close();
  }
  return verdicts;
}

async function judge({ name, promise, run }: Case, bench: Bench): Promise<Verdict> {
  const began = performance.now();
  const secrets = secretValues(bench.rawReader, bench.connector.spec.reader);
  const verdict = (given: Verdict['outcome'], { tried, saw }: Finding): Verdict => {
    // Whatever a case met: its words go to terminals and logs.
    const leaks = leaksIn(`${tried}\n${saw}`, secrets);
    const [outcome, finding] =
      leaks === 0
        ? [given, { tried, saw }]
        : ([
            'FAILED',
            {
              tried: promise.en,
              saw: `words without secrets are required, ${String(leaks)} of this connector stand in what came of it; they are not shown`,
            },
          ] as const);
    return { name, promise, outcome, ...finding, ms: Math.round(performance.now() - began) };
  };
  try {
    return verdict('PASSED', await run(bench));
  } catch (error) {
    if (error instanceof NotApplicable)
      return verdict('NOT_APPLICABLE', { tried: 'nothing', saw: error.message });
    if (error instanceof Failed) return verdict('FAILED', error);
    // Only the hub's own sentences are shown: a driver's message may quote a row.
    const saw = isWangshuError(error)
      ? `${error.code}: ${error.message}`
      : `a fault without a code (${error instanceof Error ? error.name : typeof error}); it is a fault of the reader, not of the source`;
    return verdict('FAILED', { tried: promise.en, saw });
  }
}
