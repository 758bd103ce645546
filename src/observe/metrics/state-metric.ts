import type { Metric, Registry } from 'prom-client';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Another name than the metric's: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
}

export interface StateMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** null: unknown just now, and not shown. */
  readonly samples: () => Promise<readonly Sample[]>;
}

/**
 * Registers a metric whose numbers are read, not counted up here. prom-client's own kinds are filled by calls and keep
 * what they once held; what is read from tables must show what the tables say now.
 */
export function registerStateMetric(registry: Registry, metric: StateMetric): void {
  const { name, help, type, samples } = metric;
  const read = {
    name,
    // A registry asks for nothing else.
    get: async () => ({ name, help, type, aggregator: 'sum', values: await samples() }),
  };
  registry.registerMetric(read as unknown as Metric);
}
