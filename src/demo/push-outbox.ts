/** What the volunteers' app has to tell: its register, activities and services, and what changed of them since. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pushFile, type PushCounts, type PushFileOptions } from './push-app';

/** The connector, and the department that its token must name. */
export const PUSHED = { connector: 'volunteers', department: 'volunteers' } as const;

/** Streams of the connector, by the file of the app that holds their rows. What others refer to comes first. */
const STREAM_OF_FILE = {
  volunteers: 'volunteer',
  activities: 'activity',
  services: 'service',
} as const;

export type OutboxOptions = Pick<
  PushFileOptions,
  'url' | 'token' | 'headers' | 'signal' | 'rows'
> & {
  /** `District.pushed`. */
  readonly folder: string;
};

/**
 * Posts the app's files: first the whole of a stream (`services.jsonl`), then each later day's changes
 * (`services-20260302.jsonl`). Batches are named by their content, so that sending it all again does nothing.
 * Counts by stream. WangshuError of `pushFile`.
 */
export async function pushOutbox(options: OutboxOptions): Promise<Record<string, PushCounts>> {
  const { folder, ...rest } = options;
  const names = readdirSync(folder).sort();
  const counts: Record<string, PushCounts> = {};
  for (const [file, stream] of Object.entries(STREAM_OF_FILE)) {
    const own = [
      `${file}.jsonl`,
      ...names.filter((name) => new RegExp(`^${file}-\\d{8}\\.jsonl$`).test(name)),
    ];
    for (const name of own) {
      const more = await pushFile({
        ...rest,
        connector: PUSHED.connector,
        stream,
        file: join(folder, name),
      });
      counts[stream] = counts[stream] === undefined ? more : added(counts[stream], more);
    }
  }
  return counts;
}

function added(a: PushCounts, b: PushCounts): PushCounts {
  return {
    read: a.read + b.read,
    landed: a.landed + b.landed,
    unchanged: a.unchanged + b.unchanged,
    quarantined: a.quarantined + b.quarantined,
    deleted: a.deleted + b.deleted,
  };
}
