import { ENDPOINT, SAMPLES, type Sample } from '../../api';
import { WangshuError } from '../../domain/errors';
import type { DemoCaller } from './callers';

/** Trends need no case and no person's data; the other samples show people, so somebody with a case asks them. */
const ROLE_OF_SAMPLE: Readonly<Record<string, string>> = { GarbageTrend: 'analyst' };
const USUAL_ROLE = 'case-officer';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

async function ask(url: string, sample: Sample, caller: DemoCaller): Promise<unknown> {
  const response = await fetch(url + ENDPOINT, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${caller.token}`,
      'x-wangshu-purpose': caller.purpose,
      ...(caller.caseNumber === null
        ? {}
        : { 'x-wangshu-case': encodeURIComponent(caller.caseNumber) }),
    },
    body: JSON.stringify({ query: sample.query, variables: sample.variables }),
  });
  const { data, errors } = (await response.json()) as Answer;
  const [error] = errors ?? [];
  if (error === undefined) return data;
  throw new WangshuError(
    'INTERNAL',
    `an answer without errors is required of the sample query ${sample.name}, it says: ${error.message} [${error.extensions?.code ?? String(response.status)}]`,
  );
}

/** Sends every sample query over HTTP, as a caller would; answers by the query's name. */
export async function askSamples(
  url: string,
  callers: readonly DemoCaller[],
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const sample of SAMPLES) {
    const role = ROLE_OF_SAMPLE[sample.name] ?? USUAL_ROLE;
    const caller = callers.find((each) => each.role === role);
    if (caller === undefined)
      throw new WangshuError(
        'CONFIG_INVALID',
        `the role ${role} is required in hub.yaml for the demo, it is not there`,
      );
    answers[sample.name] = await ask(url, sample, caller);
  }
  return answers;
}
