import { contentHash, type Uuid } from '../domain/ids';
import type { Item } from './connector';
import type { StreamSpec } from './spec';

/** Settings that decide how fast, how patiently or in what portions rows come, never which. */
const TUNING = new Set([
  ...['rate', 'retries', 'timeoutMs', 'maxPauseMs', 'maxBytes', 'pageSize', 'maxRows'],
  ...['quiet', 'patience', 'longestLine', 'allowHosts', 'redirects'],
]);

/** Settings as they are written, secrets unexpanded: a password that changes changes no row. */
function untuned(settings: unknown): unknown {
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) return settings;
  const kept = Object.entries(settings).filter(([key]) => !TUNING.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, untuned(value)]));
}

/**
 * Hash of what decides which rows a read of a stream brings, and how they are decoded (docs/adr/0015). `reader`: its settings as they are
 * written in the file.
 */
export function sourceVersionOf(
  reader: unknown,
  spec: StreamSpec,
  items: ReadonlyMap<string, Item>,
): Uuid {
  const source = {
    reader: untuned(reader),
    from: spec.from,
    items: [...items.values()].map((item) => [item.name, item.from]),
    key: spec.key,
    cursor: spec.cursor ?? null,
    deletes: spec.deletes,
  };
  return contentHash(JSON.stringify(source));
}
