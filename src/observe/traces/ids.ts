import { createHash, randomBytes } from 'node:crypto';
import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';
import type { Uuid } from '../../domain/ids';

/**
 * A plan is worked on by several processes, and none of them is there from its first moment to its last. So its trace has
 * the plan's own id, and its first span an id that follows from it: whoever does a part knows what it is a part of.
 */
export function planContext(planId: Uuid): SpanContext {
  return {
    traceId: planId.replaceAll('-', '').toLowerCase(),
    spanId: createHash('sha256').update(`plan ${planId}`).digest('hex').slice(0, 16),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}

export interface GivenIds extends IdGenerator {
  /** The next span that is begun without a parent has these ids. */
  next(context: SpanContext): void;
}

const random = (bytes: number): string => {
  const id = randomBytes(bytes).toString('hex');
  // All zeros is no id (W3C Trace Context, 3.2.2).
  return /^0+$/.test(id) ? random(bytes) : id;
};

export function givenIds(): GivenIds {
  let trace: string | null = null;
  let span: string | null = null;
  return {
    next({ traceId, spanId }) {
      trace = traceId;
      span = spanId;
    },
    generateTraceId() {
      const id = trace ?? random(16);
      trace = null;
      return id;
    },
    generateSpanId() {
      const id = span ?? random(8);
      span = null;
      return id;
    },
  };
}

/** The caller's span of a `traceparent` header (W3C Trace Context, version 00); undefined where there is none to go by. */
export function parentOf(header: unknown): SpanContext | undefined {
  if (typeof header !== 'string') return undefined;
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
