import { createHash } from 'node:crypto';
import type { Catalogue, Connector } from '../../connect/connector';
import type { Uuid } from '../../domain/ids';
import { leavingText } from '../leaving';
import type { Failed, Observer, RowCounts } from '../observer';
import { hubTable, sourceDatasets, type Datasets } from './datasets';
import { facet, RUN_EVENT, type Dataset, type EventType, type RunEvent } from './event';

/** Tables that a stage reads and writes; the count of the stage that says how many rows it wrote. */
const STAGES: Readonly<
  Record<string, { inputs: readonly string[]; outputs: Readonly<Record<string, string | null>> }>
> = {
  resolve: { inputs: ['mention', 'bridge', 'alias'], outputs: { mention: null } },
  stitch: {
    inputs: ['mention', 'claim'],
    outputs: {
      resident: 'Resident',
      place: 'Place',
      event: 'Event',
      thing: 'Thing',
      organization: 'Organization',
      link_end: 'links',
    },
  },
  trend: { inputs: ['event'], outputs: { trend_cell: null } },
};

/**
 * Runs of a plan have ids that follow from it: a worker that goes on with another's work goes on with its run. UUID
 * version 5 (RFC 9562, 5.5), with the plan as its name space.
 */
function runOf(planId: Uuid, part: string): Uuid {
  const hash = createHash('sha1').update(Buffer.from(planId.replaceAll('-', ''), 'hex'));
  const bytes = hash.update(part).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((at, i, cuts) => hex.slice(at, cuts[i + 1])).join('-');
}

const nightName = (slot: Date | null): string => (slot === null ? 'plan' : 'nightly');

interface Told {
  readonly slot: Date | null;
  readonly read: Map<string, number>;
}

interface Part {
  readonly type: EventType;
  readonly runId: Uuid;
  readonly name: string;
  readonly jobType: 'PLAN' | 'SOURCE' | 'STAGE';
  readonly slot: Date | null;
  readonly parent: Uuid | null;
  readonly failure: Failed | null;
  /** Default: now. */
  readonly at?: Date;
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

export interface LineageOptions extends Datasets {
  readonly catalogue: Pick<Catalogue, 'connectors'>;
  readonly send: (event: RunEvent) => void;
}

function eventOf({ producer, namespace }: Datasets, part: Part): RunEvent {
  const { type, runId, name, jobType, slot, parent, failure, inputs, outputs } = part;
  return {
    eventType: type,
    eventTime: (part.at ?? new Date()).toISOString(),
    producer,
    schemaURL: RUN_EVENT,
    run: {
      runId,
      facets: {
        ...(slot === null
          ? {}
          : facet(producer, 'nominalTime', { nominalStartTime: slot.toISOString() })),
        ...(parent === null
          ? {}
          : facet(producer, 'parent', {
              run: { runId: parent },
              job: { namespace, name: nightName(slot) },
            })),
        ...(failure === null
          ? {}
          : facet(producer, 'errorMessage', {
              message: `${failure.code}: ${leavingText(failure.message)}`,
              programmingLanguage: 'JavaScript',
            })),
      },
    },
    job: {
      namespace,
      name,
      facets: facet(producer, 'jobType', {
        processingType: 'BATCH',
        integration: 'WANGSHU',
        jobType,
      }),
    },
    inputs,
    outputs,
  };
}

const REMEMBERED = 1_000;

const ENDS = {
  SUCCEEDED: 'COMPLETE',
  PARTIAL: 'COMPLETE',
  FAILED: 'FAIL',
  CANCELLED: 'ABORT',
} as const;

/** A plan, its sources and its stages as runs of jobs. A plan that read some of its sources is COMPLETE; each that it did not is a FAIL of its own. */
export function lineageObserver(options: LineageOptions): Observer {
  const { catalogue, send } = options;
  const told = new Map<string, Told>();
  const slots = new Map<string, Date | null>();
  const connectorOf = (id: string): Connector | undefined =>
    catalogue.connectors.find((each) => each.id === id);

  const source = (
    type: EventType,
    { planId, connector }: { planId: Uuid; connector: string },
    { slot, read }: Told,
    failure: Failed | null,
    counts?: RowCounts,
  ): void => {
    const known = connectorOf(connector);
    send(
      eventOf(options, {
        ...{ type, slot, failure, jobType: 'SOURCE', parent: planId },
        runId: runOf(planId, connector),
        name: `read.${connector}`,
        inputs: known === undefined ? [] : sourceDatasets(options, known, read),
        outputs: [
          hubTable(options, 'record', counts?.landed),
          hubTable(options, 'quarantine', counts?.quarantined),
        ],
      }),
    );
  };

  const stage = (
    type: EventType,
    { planId, stage: name }: { planId: Uuid; stage: string },
    slot: Date | null,
    failure: Failed | null,
    counts: Readonly<Record<string, number>> = {},
  ): void => {
    const { inputs, outputs } = STAGES[name] ?? { inputs: [], outputs: {} };
    send(
      eventOf(options, {
        ...{ type, slot, failure, name, jobType: 'STAGE', parent: planId },
        runId: runOf(planId, name),
        inputs: inputs.map((table) => hubTable(options, table)),
        outputs: Object.entries(outputs).map(([table, count]) =>
          hubTable(options, table, count === null ? undefined : counts[count]),
        ),
      }),
    );
  };

  /** Plans whose beginning was told here. Most are ended by another process: only the latest are kept in mind. */
  const begun = new Set<Uuid>();
  const plan = (
    type: EventType,
    planId: Uuid,
    slot: Date | null,
    failure: Failed | null,
    at: Date = new Date(),
  ): void =>
    send(
      eventOf(options, {
        ...{ type, slot, failure, at, jobType: 'PLAN', parent: null },
        ...{ runId: planId, name: nightName(slot), inputs: [], outputs: [] },
      }),
    );

  return {
    planStarted({ planId, slot }) {
      begun.add(planId);
      const [oldest] = begun;
      if (begun.size > REMEMBERED && oldest !== undefined) begun.delete(oldest);
      plan('START', planId, slot, null);
    },
    sourceStarted(started) {
      const { planId, connector, slot } = started;
      const now: Told = { slot, read: new Map() };
      told.set(`${planId} ${connector}`, now);
      source('START', started, now, null);
    },
    sourceProgressed({ planId, connector, stream, counts }) {
      told.get(`${planId} ${connector}`)?.read.set(stream, counts.read);
    },
    sourceFinished(finished) {
      const { planId, connector, status, counts, failure } = finished;
      const key = `${planId} ${connector}`;
      const known = told.get(key) ?? { slot: null, read: new Map() };
      told.delete(key);
      // Another worker goes on with the same run: it has not ended.
      if (status === 'POSTPONED') return;
      source(ENDS[status], finished, known, status === 'FAILED' ? failure : null, counts);
    },
    stageStarted(started) {
      slots.set(`${started.planId} ${started.stage}`, started.slot);
      stage('START', started, started.slot, null);
    },
    stageFinished(finished) {
      const key = `${finished.planId} ${finished.stage}`;
      const slot = slots.get(key) ?? null;
      slots.delete(key);
      const { failure, counts } = finished;
      const aborted = failure?.code === 'RUN_CANCELLED';
      const type = failure === null ? 'COMPLETE' : aborted ? 'ABORT' : 'FAIL';
      stage(type, finished, slot, aborted ? null : failure, counts);
    },
    planFinished({ planId, status, slot, startedAt }) {
      // Begun by another process, which may have been one that watches nothing (the API, the command line).
      if (!begun.delete(planId)) plan('START', planId, slot, null, startedAt);
      const failure: Failed | null =
        status === 'FAILED'
          ? { code: 'INTERNAL', message: 'the plan failed; its sources and stages say why' }
          : null;
      plan(ENDS[status], planId, slot, failure);
    },
  };
}
