import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Observer } from '../observer';
import { within } from '../patience';
import { givenIds, parentOf } from './ids';
import { planSpans } from './plan-spans';

/** A request of the API that was answered. */
export interface TracedRequest {
  readonly method: string;
  /** The pattern of the address, not the address. */
  readonly route: string;
  readonly status: number;
  /** `query`, a deed, or null where it was no operation. */
  readonly operation: string | null;
  readonly code: string | null;
  readonly startedAt: number;
  readonly seconds: number;
  /** Header `traceparent` as it was given. */
  readonly traceparent: unknown;
}

export interface Tracing {
  readonly observer: Observer;
  request(request: TracedRequest): void;
  /** Sends what is left, for a moment at most. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** Full address of the collector's traces: http://127.0.0.1:4318/v1/traces */
  readonly url: string;
  readonly serviceName: string;
  readonly version: string;
  /** Told that spans could not be delivered; at most once a minute, without what the collector said. */
  readonly onFault: () => void;
  /** Where spans go; default: to `url`. */
  readonly exporter?: SpanExporter;
}

const FLUSH_MS = 2_000;
const COMPLAIN_MS = 60_000;

/** OpenTelemetry's own complaints may quote an address or an answer: only that there was one is passed on. */
function passFaults(onFault: () => void): void {
  let last = -Infinity;
  const complain = (): void => {
    if (performance.now() - last < COMPLAIN_MS) return;
    last = performance.now();
    onFault();
  };
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

/**
 * Opens the way to a collector (OTLP over HTTP, JSON). Spans are queued in memory, bounded, and sent from behind: a
 * collector that is slow or dead costs spans, never time. Headers, time limit, compression, batch sizes, sampler and
 * further resource attributes follow the variables of OpenTelemetry, which its library reads itself.
 */
export function openTracing(options: TracingOptions): Tracing {
  const { url, serviceName, version, onFault } = options;
  passFaults(onFault);
  const ids = givenIds();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.version': version,
    })
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName })),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor(options.exporter ?? new OTLPTraceExporter({ url }))],
  });
  const tracer = provider.getTracer('wangshu', version);
  return {
    observer: planSpans(tracer, ids),
    request({ method, route, status, operation, code, startedAt, seconds, traceparent }) {
      const parent = parentOf(traceparent);
      const span = tracer.startSpan(
        `${method} ${route}`,
        {
          kind: SpanKind.SERVER,
          startTime: startedAt,
          attributes: {
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
            ...(operation === null
              ? {}
              : {
                  'graphql.operation.type': operation === 'query' ? 'query' : 'mutation',
                  'wangshu.operation': operation,
                }),
            ...(code === null ? {} : { 'error.type': code }),
          },
        },
        parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent),
      );
      // What a caller did wrong is no error of the server (semantic conventions for HTTP spans).
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(startedAt + seconds * 1000);
    },
    async close() {
      await within(
        provider.shutdown().catch(() => undefined),
        FLUSH_MS,
        undefined,
      );
    },
  };
}
