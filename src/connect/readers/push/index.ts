import type { DiscoveredStream, Page, Reader, ReadRequest } from '../../reader';

/** A source that is never asked: its records come by themselves (ingest/push). A night finds nothing to do. */
export class PushReader implements Reader {
  check(): Promise<void> {
    return Promise.resolve();
  }

  discover(): Promise<readonly DiscoveredStream[]> {
    return Promise.resolve([]);
  }

  async *read({ checkpoint, signal }: ReadRequest): AsyncGenerator<Page> {
    signal.throwIfAborted();
    yield await Promise.resolve({
      rows: [],
      unreadable: [],
      columns: [],
      checkpoint,
      unchanged: true as const,
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
