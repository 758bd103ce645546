import { readFileSync } from 'node:fs';
import { FileReader } from '../../../src/connect/readers/file';
import { fileSettings } from '../../../src/connect/readers/file/settings';

/**
 * Reads a file in a process of its own, whose memory is nobody else's: `settings` as JSON in the first argument, the name of the file
 * in the second. Prints what it saw.
 */
async function main(settings: string, from: string): Promise<void> {
  const reader = new FileReader(fileSettings.parse(JSON.parse(settings)));
  const stream = { name: 's', from, key: ['bh'], fields: ['bh', 'xm', 'rq'] };
  const signal = new AbortController().signal;
  const began = performance.now();
  const codes: string[] = [];
  let [rows, first] = [0, 0];
  const request = { stream, checkpoint: null, fresh: true, pageSize: 5_000, signal };
  try {
    for await (const page of reader.read(request)) {
      rows += page.rows.length;
      for (const { code } of page.unreadable.slice(0, 10)) codes.push(code);
      if (first === 0) first = memory('VmRSS');
    }
  } catch (error) {
    codes.push((error as { code: string }).code);
  }
  await reader.close();
  const seconds = (performance.now() - began) / 1_000;
  const result: Million = { rows, codes, first, most: memory('VmHWM'), seconds };
  process.stdout.write(JSON.stringify(result));
}

export interface Million {
  readonly rows: number;
  /** Of unreadable rows, and of what ended the read. */
  readonly codes: readonly string[];
  /** MiB in memory behind the first page, and at most. */
  readonly first: number;
  readonly most: number;
  readonly seconds: number;
}

/** MiB of this process by Linux's /proc: now (VmRSS), or the most it ever had (VmHWM). */
const memory = (name: 'VmRSS' | 'VmHWM'): number =>
  Number(
    new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0,
  ) / 1_024;

if (require.main === module) void main(process.argv[2] ?? '', process.argv[3] ?? '');
