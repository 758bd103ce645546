export { ENDPOINT, type AppOptions } from './app';
export type { CallerOptions } from './caller';
export type { HubFacts } from './context';
export type { ConsoleDemoRole, ConsoleOptions, ConsoleSample } from './console';
export { DEFAULT_LIMITS, type Limits } from './limits';
export type {
  FreshnessView,
  Operations,
  PlanView,
  PushReceipt,
  RemovalView,
  ReplayView,
} from './operations';
export { SAMPLES, type Sample } from './samples';
export { startApi, type Api, type ApiOptions } from './server';
