export { watchAlerts, type AlertWatch } from './alerts/watch';
export { databaseOf } from './lineage/datasets';
export type { RunEvent } from './lineage/event';
export { lineageObserver } from './lineage/observer';
export { openSender } from './lineage/send';
export { hubMetrics, type HubMetrics, type QueueState } from './metrics';
export { serveMetrics } from './metrics/serve';
export { readState } from './metrics/state';
export {
  NO_ROWS,
  NOBODY,
  observeAll,
  type Failed,
  type Observer,
  type PlanFinished,
  type RowCounts,
  type SourceFinished,
} from './observer';
export { openTracing } from './traces';
