import type { Registry } from 'prom-client';
import { BUCKETS, type HubState, type StreamState } from './state';
import { registerStateMetric, type Sample } from './state-metric';

const RUN_SECONDS = 'wangshu_source_run_duration_seconds';
const STATUSES = ['RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'] as const;
const NIGHT_STATUSES = ['SUCCEEDED', 'PARTIAL', 'FAILED'] as const;
const OUTCOMES = ['landed', 'unchanged', 'quarantined', 'deleted'] as const;

type Shown = (state: HubState) => readonly Sample[];

const perStream =
  (valueOf: (stream: StreamState) => number): Shown =>
  ({ streams }) =>
    streams.map((each) => ({
      labels: { connector: each.connector, stream: each.stream },
      value: valueOf(each),
    }));

const known = (labels: Sample['labels'], value: number | null): readonly Sample[] =>
  value === null ? [] : [{ labels, value }];

function durations({ runs }: HubState): readonly Sample[] {
  return runs.flatMap(({ connector, status, count, seconds, within }) => {
    const labels = { connector, status };
    const bucket = (le: string, value: number): Sample => ({
      labels: { ...labels, le },
      value,
      metricName: `${RUN_SECONDS}_bucket`,
    });
    return [
      ...BUCKETS.map((bound, i) => bucket(String(bound), within[i] ?? 0)),
      bucket('+Inf', count),
      { labels, value: seconds, metricName: `${RUN_SECONDS}_sum` },
      { labels, value: count, metricName: `${RUN_SECONDS}_count` },
    ];
  });
}

const METRICS: readonly [string, 'counter' | 'gauge' | 'histogram', string, Shown][] = [
  [
    'wangshu_source_rows_read_total',
    'counter',
    'Rows read from a stream, over all runs.',
    perStream(({ read }) => read),
  ],
  [
    'wangshu_source_rows_total',
    'counter',
    'What became of the rows read: the outcomes of a stream add up to its rows read.',
    ({ streams }) =>
      streams.flatMap((each) =>
        OUTCOMES.map((outcome) => ({
          labels: { connector: each.connector, stream: each.stream, outcome },
          value: each[outcome],
        })),
      ),
  ],
  [
    'wangshu_source_rows_removed_total',
    'counter',
    'Records removed because a complete snapshot no longer had them.',
    perStream(({ removed }) => removed),
  ],
  [
    'wangshu_quarantine_open_rows',
    'gauge',
    'Rows that wait in quarantine.',
    perStream(({ open }) => open),
  ],
  [
    'wangshu_removals_waiting',
    'gauge',
    "Removals that wait for a steward's word.",
    perStream(({ removals }) => removals),
  ],
  [
    'wangshu_removals_waiting_rows',
    'gauge',
    'Rows those removals are about.',
    perStream(({ vanished }) => vanished),
  ],
  [
    'wangshu_source_last_success_timestamp_seconds',
    'gauge',
    'When the last good read or push of a source ended; absent before the first.',
    ({ sources }) =>
      sources.flatMap(({ connector, lastSuccess }) => known({ connector }, lastSuccess)),
  ],
  [
    'wangshu_source_data_age_seconds',
    'gauge',
    'How long ago the source was as the hub holds it; the oldest of its streams counts.',
    ({ sources }) => sources.flatMap(({ connector, dataAge }) => known({ connector }, dataAge)),
  ],
  [
    'wangshu_source_last_run_status',
    'gauge',
    '1 for the status of the latest read or push of a source, 0 for the others; a failure of the hub is none of the source.',
    ({ sources }) =>
      sources.flatMap(({ connector, lastStatus }) =>
        STATUSES.filter((status) => status !== 'PARTIAL').map((status) => ({
          labels: { connector, status },
          value: status === lastStatus ? 1 : 0,
        })),
      ),
  ],
  [RUN_SECONDS, 'histogram', 'How long reads of a source took that ended.', durations],
  [
    'wangshu_plan_status',
    'gauge',
    '1 for the status of the latest plan, 0 for the others.',
    ({ plan }) =>
      plan === null
        ? []
        : STATUSES.map((status) => ({
            labels: { status },
            value: status === plan.status ? 1 : 0,
          })),
  ],
  [
    'wangshu_plan_started_timestamp_seconds',
    'gauge',
    'When the latest plan began.',
    ({ plan }) => known({}, plan?.startedAt ?? null),
  ],
  [
    'wangshu_plan_duration_seconds',
    'gauge',
    'How long the latest plan took, or takes so far.',
    ({ plan }) => known({}, plan?.seconds ?? null),
  ],
  [
    'wangshu_plan_last_success_timestamp_seconds',
    'gauge',
    'When the latest nightly plan ended that read every source.',
    ({ nights }) => known({}, nights.lastSuccess),
  ],
  [
    'wangshu_night_status',
    'gauge',
    '1 for how the latest nightly plan ended, or a better retry of it, 0 for the others.',
    ({ nights: { status: ended } }) =>
      ended === null
        ? []
        : NIGHT_STATUSES.map((status) => ({
            labels: { status },
            value: status === ended ? 1 : 0,
          })),
  ],
  [
    'wangshu_night_started_timestamp_seconds',
    'gauge',
    'When the latest nightly plan began.',
    ({ nights }) => known({}, nights.startedAt),
  ],
  [
    'wangshu_workers',
    'gauge',
    'Workers that are alive, on all hosts.',
    ({ workers }) => known({}, workers),
  ],
  [
    'wangshu_alerts_open',
    'gauge',
    'Conditions that are alerted and not over.',
    ({ alerts }) => alerts.map(({ kind, open }) => ({ labels: { kind }, value: open })),
  ],
  [
    'wangshu_alert_notices_undelivered',
    'gauge',
    'Conditions that last and that nobody was told of: the receiver refused the notice for hours.',
    ({ undelivered }) => known({}, undelivered),
  ],
  [
    'wangshu_alert_notices_given_up_total',
    'counter',
    'Notices that were given up, of conditions that are over.',
    ({ givenUp }) => known({}, givenUp),
  ],
];

/**
 * Registers what is read from the hub's tables. `state` is null where the database does not answer: the scrape says so
 * (`wangshu_state_up 0`) and shows what this process knows by itself.
 */
export function registerStateMetrics(
  registry: Registry,
  state: () => Promise<HubState | null>,
): void {
  registerStateMetric(registry, {
    name: 'wangshu_state_up',
    type: 'gauge',
    help: "Whether the hub's tables could be read for this scrape.",
    samples: async () => [{ labels: {}, value: (await state()) === null ? 0 : 1 }],
  });
  for (const [name, type, help, shown] of METRICS) {
    registerStateMetric(registry, {
      ...{ name, type, help },
      samples: async () => {
        const now = await state();
        return now === null ? [] : shown(now);
      },
    });
  }
}
