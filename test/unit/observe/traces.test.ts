import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { testReceiver, type Receiver } from '../../support/receiver';
import { PLAN } from './told';
import type { Tells, Told } from './tracing-child';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly status: { code?: number; message?: string };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const exportsOf = ({ received }: Receiver): Export[] =>
  received.map(({ body }) => JSON.parse(body) as Export);
const spansOf = (receiver: Receiver): Span[] =>
  exportsOf(receiver).flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
const attributesOf = ({ attributes }: Pick<Span, 'attributes'>): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('traces', () => {
  let collector: Receiver;

  beforeEach(async () => {
    collector = await testReceiver();
  });
  afterEach(() => collector.close());

  /** In a process of its own: the exporter's own imports are more than Jest's sandbox takes, and it reads its environment. */
  async function run(what: Tells, env: Record<string, string> = {}): Promise<Told> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'tracing-child.ts'), JSON.stringify(what)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
    );
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await once(child, 'close');
    return JSON.parse(said) as Told;
  }

  const url = (): string => `${collector.url}/v1/traces`;

  async function night(env: Record<string, string> = {}): Promise<Map<string, Span>> {
    await run({ url: url(), nights: 1, requests: [] }, env);
    return new Map(spansOf(collector).map((span) => [span.name, span]));
  }

  it('tell a night as one trace: plan, sources and stages, batches of pages', async () => {
    const spans = await night({
      OTEL_EXPORTER_OTLP_HEADERS: 'x-district=990106',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    expect([...spans.keys()].sort()).toEqual(
      ['nightly plan', 'read hotline', 'read pages', 'read police', 'stitch'].sort(),
    );
    expect(new Set([...spans.values()].map(({ traceId }) => traceId))).toEqual(
      new Set([PLAN.replaceAll('-', '')]),
    );
    const plan = spans.get('nightly plan');
    expect(plan?.parentSpanId ?? '').toBe('');
    for (const name of ['read hotline', 'read police', 'stitch'])
      expect(spans.get(name)?.parentSpanId).toBe(plan?.spanId);
    expect(spans.get('read pages')?.parentSpanId).toBe(spans.get('read hotline')?.spanId);
    // It is told with the plan's own times, whoever saw its end.
    expect(Number(plan?.startTimeUnixNano) / 1e6).toBe(Date.parse('2026-11-23T18:00:01Z'));
    expect(Number(plan?.endTimeUnixNano) / 1e6).toBe(Date.parse('2026-11-23T18:05:01Z'));
    // What the standard's variables ask for is done.
    expect(collector.received[0]).toMatchObject({
      ...{ path: '/v1/traces', headers: { 'x-district': '990106' } },
    });
    const [first] = exportsOf(collector);
    expect(attributesOf(first?.resourceSpans[0]?.resource ?? { attributes: [] })).toEqual({
      ...{ 'service.name': 'wangshu', 'service.version': '1.2.3' },
      'deployment.environment.name': 'test',
    });
  });

  it('count rows and pages, name errors by their code, and cut what looks like a secret or a number of a person', async () => {
    const spans = await night();
    const of = (name: string): Record<string, unknown> => {
      const span = spans.get(name);
      return span === undefined ? {} : attributesOf(span);
    };
    expect(of('read pages')).toMatchObject({
      ...{ 'wangshu.stream': 'visit', 'wangshu.pages': 3, 'wangshu.rows.read': 25 },
    });
    expect(of('read hotline')).toMatchObject({ 'wangshu.rows.landed': 24 });
    expect(of('stitch')).toMatchObject({ 'wangshu.count.Resident': 7 });
    expect(of('read police')).toMatchObject({ 'error.type': 'SOURCE_REFUSED' });
    expect(spans.get('read police')?.status.code).toBe(2);
    expect(spans.get('read hotline')?.status.code ?? 0).toBe(0);
    const sent = collector.received.map(({ body }) => body).join('');
    expect(sent).toContain('a login is required');
    expect(sent).not.toMatch(/s3cret-pw|110101199003071234/);
  });

  it('tell requests of the API as spans of a server, under the span of their caller', async () => {
    const startedAt = Date.parse('2026-11-23T01:00:00Z');
    const request = { method: 'POST', route: '/graphql', operation: 'query', startedAt };
    const requests = [
      {
        ...{ ...request, status: 200, code: null, seconds: 0.25 },
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      { ...request, status: 500, code: 'INTERNAL', seconds: 0.1, traceparent: 'nonsense' },
    ];
    await run({ url: url(), nights: 0, requests });
    const [answered, fault] = spansOf(collector);
    expect(answered).toMatchObject({
      ...{ name: 'POST /graphql', kind: 2, traceId: '0af7651916cd43dd8448eb211c80319c' },
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(Number(answered?.endTimeUnixNano) / 1e6).toBeCloseTo(startedAt + 250, 1);
    expect(attributesOf(fault ?? { attributes: [] })).toEqual({
      ...{ 'http.request.method': 'POST', 'http.route': '/graphql' },
      ...{ 'http.response.status_code': 500, 'graphql.operation.type': 'query' },
      ...{ 'wangshu.operation': 'query', 'error.type': 'INTERNAL' },
    });
    expect(fault?.status.code).toBe(2);
    expect(fault?.parentSpanId ?? '').toBe('');
  });

  it('cost a night nothing when the collector never answers', async () => {
    collector.answer(null);
    const { toldMs, closeMs } = await run({ url: url(), nights: 5_000, requests: [] });
    expect(toldMs).toBeLessThan(5_000);
    expect(closeMs).toBeLessThan(3_000);
  });

  it('complain once about a collector that is not there', async () => {
    const gone = url();
    await collector.close();
    const told = await run(
      { url: gone, nights: 20, requests: [] },
      { OTEL_BSP_SCHEDULE_DELAY: '1' },
    );
    expect(told.faults).toBeLessThanOrEqual(1);
    expect(told.closeMs).toBeLessThan(3_000);
    collector = await testReceiver();
  });
});
