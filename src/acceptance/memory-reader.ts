import type { RawValue, Reader } from '../connect/reader';

/** Rows by stream. */
export type PushedRows = ReadonlyMap<string, readonly Record<string, RawValue>[]>;

/** Rows of memory, as a source: for connectors whose rows come by themselves. */
export function memoryReader(pushed: PushedRows): Reader {
  return {
    check: () => Promise.resolve(),
    discover: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    async *read({ stream, checkpoint, fresh, pageSize, signal }) {
      const all = pushed.get(stream.name) ?? [];
      for (let at = fresh ? 0 : Number(checkpoint?.['at'] ?? 0); ; at += pageSize) {
        signal.throwIfAborted();
        const rows = all.slice(at, at + pageSize).map((row, i) => ({
          place: `row ${String(at + i + 1)}`,
          values: Object.fromEntries(stream.fields.map((name) => [name, row[name] ?? null])),
        }));
        yield await Promise.resolve({
          rows,
          unreadable: [],
          columns: rows.length === 0 ? [] : [...stream.fields],
          columnsDeclared: true,
          checkpoint: { at: Math.min(at + pageSize, all.length) },
        });
        if (at + pageSize >= all.length) return;
      }
    },
  };
}
