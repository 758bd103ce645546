import { openTracing } from '../../../src/observe';
import { tellNight } from './told';

export interface Tells {
  readonly url: string;
  readonly nights: number;
  readonly requests: readonly Parameters<ReturnType<typeof openTracing>['request']>[0][];
}

export interface Told {
  readonly toldMs: number;
  readonly closeMs: number;
  readonly faults: number;
}

/** Tells nights and requests to a collector, and how long that took. */
async function main({ url, nights, requests }: Tells): Promise<Told> {
  let faults = 0;
  const tracing = openTracing({
    ...{ url, serviceName: 'wangshu', version: '1.2.3' },
    onFault: () => {
      faults += 1;
    },
  });
  const began = performance.now();
  for (let i = 0; i < nights; i += 1) tellNight(tracing.observer);
  for (const request of requests) tracing.request(request);
  const toldMs = performance.now() - began;
  await tracing.close();
  return { toldMs, closeMs: performance.now() - began - toldMs, faults };
}

const settings = process.argv[2];
if (settings !== undefined && process.argv[1] === __filename)
  void main(JSON.parse(settings) as Tells).then((told) => {
    process.stdout.write(JSON.stringify(told), () => process.exit(0));
  });
