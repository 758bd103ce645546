export { readTrend } from './read';
export { refreshTrend } from './refresh';
export type { TrendGrain, TrendPointRow, TrendStatus } from './points';
