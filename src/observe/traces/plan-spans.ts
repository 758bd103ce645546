import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { leavingText } from '../leaving';
import { NO_ROWS, type Failed, type Observer, type RowCounts } from '../observer';
import { planContext, type GivenIds } from './ids';

/** Pages are told in batches: a span a page would be ten thousand spans for one source of a night. */
const BATCH_MS = 30_000;
const BATCH_PAGES = 100;

interface Batch {
  readonly span: Span;
  readonly stream: string;
  readonly before: RowCounts;
  readonly since: number;
  pages: number;
  latest: RowCounts;
}

interface SourceSpan {
  readonly span: Span;
  readonly context: Context;
  batch: Batch | null;
}

const COUNTED = ['read', 'landed', 'unchanged', 'quarantined', 'deleted', 'removed'] as const;

function rows(counts: RowCounts, before: RowCounts = NO_ROWS): Attributes {
  return Object.fromEntries(
    COUNTED.map((name) => [`wangshu.rows.${name}`, counts[name] - before[name]]),
  );
}

function failed(span: Span, failure: Failed | null): void {
  if (failure === null) return;
  span.setAttribute('error.type', failure.code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: leavingText(failure.message) });
}

/** A plan as one trace: the plan, its sources and stages, and batches of pages. */
export function planSpans(tracer: Tracer, ids: GivenIds): Observer {
  const sources = new Map<string, SourceSpan>();
  const stages = new Map<string, Span>();
  const inPlan = (planId: string): Context =>
    trace.setSpanContext(ROOT_CONTEXT, planContext(planId));

  function endBatch(source: SourceSpan): void {
    const { batch } = source;
    if (batch === null) return;
    batch.span.setAttributes({ 'wangshu.pages': batch.pages, ...rows(batch.latest, batch.before) });
    batch.span.end();
    source.batch = null;
  }

  function endSource(key: string): SourceSpan | undefined {
    const source = sources.get(key);
    if (source === undefined) return undefined;
    sources.delete(key);
    endBatch(source);
    return source;
  }

  return {
    // The plan's own span is made when its end is known, by whoever ends it.
    planStarted: () => undefined,
    sourceStarted({ planId, connector, full }) {
      const key = `${planId} ${connector}`;
      endSource(key)?.span.end();
      const parent = inPlan(planId);
      const attributes = {
        'wangshu.plan.id': planId,
        'wangshu.connector': connector,
        'wangshu.full': full,
      };
      const span = tracer.startSpan(`read ${connector}`, { attributes }, parent);
      sources.set(key, { span, context: trace.setSpan(parent, span), batch: null });
    },
    sourceProgressed({ planId, connector, stream, counts }) {
      const source = sources.get(`${planId} ${connector}`);
      if (source === undefined) return;
      const { batch } = source;
      const before = batch?.stream === stream ? batch.latest : NO_ROWS;
      const full =
        batch !== null &&
        (batch.stream !== stream ||
          batch.pages >= BATCH_PAGES ||
          performance.now() - batch.since >= BATCH_MS);
      if (full) endBatch(source);
      const current = (source.batch ??= {
        span: tracer.startSpan(
          'read pages',
          { attributes: { 'wangshu.connector': connector, 'wangshu.stream': stream } },
          source.context,
        ),
        ...{ stream, before, latest: before, since: performance.now(), pages: 0 },
      });
      current.pages += 1;
      current.latest = { ...counts };
    },
    sourceFinished({ planId, connector, runId, status, counts, failure }) {
      const source = endSource(`${planId} ${connector}`);
      if (source === undefined) return;
      source.span.setAttributes({
        'wangshu.run.status': status,
        ...(runId === null ? {} : { 'wangshu.run.id': runId }),
        ...rows(counts),
      });
      failed(source.span, failure);
      source.span.end();
    },
    stageStarted({ planId, stage }) {
      const key = `${planId} ${stage}`;
      stages.get(key)?.end();
      const attributes = { 'wangshu.plan.id': planId, 'wangshu.stage': stage };
      stages.set(key, tracer.startSpan(stage, { attributes }, inPlan(planId)));
    },
    stageFinished({ planId, stage, counts, failure }) {
      const key = `${planId} ${stage}`;
      const span = stages.get(key);
      if (span === undefined) return;
      stages.delete(key);
      for (const [name, value] of Object.entries(counts))
        span.setAttribute(`wangshu.count.${name}`, value);
      failed(span, failure);
      span.end();
    },
    planFinished({ planId, status, slot, startedAt, finishedAt }) {
      ids.next(planContext(planId));
      const span = tracer.startSpan(
        slot === null ? 'plan' : 'nightly plan',
        {
          root: true,
          startTime: startedAt,
          attributes: {
            'wangshu.plan.id': planId,
            'wangshu.plan.status': status,
            ...(slot === null ? {} : { 'wangshu.plan.slot': slot.toISOString() }),
          },
        },
        ROOT_CONTEXT,
      );
      if (status === 'FAILED') {
        span.setAttribute('error.type', 'PLAN_FAILED');
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end(finishedAt);
    },
  };
}
