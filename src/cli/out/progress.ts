import { MultiBar, type SingleBar } from 'cli-progress';
import type { PlanReport, SourceReport, StageReport } from '../../jobs';
import { STAGES } from '../../jobs/names';
import type { Io } from '../io';
import { line } from '../io';
import { padDisplay } from './width';
import { countWord, durationWord } from './words';

/** Follows long work: bars where somebody looks on, else a line when something ends, and one now and then meanwhile. */
export interface Progress {
  /** How far one thing is; `total` null: nobody knows. */
  step(name: string, done: number, total: number | null): void;
  /** It ended; `words` says how. */
  end(name: string, words: string): void;
  /** Takes the bars away; what was said stays. */
  close(): void;
}

const STILL_EVERY_MS = 10_000;
const NAME_WIDTH = 22;

class Bars implements Progress {
  readonly #bars = new MultiBar({
    format: `  {name} {bar} {words}`,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    emptyOnZero: true,
  });
  readonly #known = new Map<string, SingleBar>();

  step(name: string, done: number, total: number | null): void {
    const words = total === null ? countWord(done) : `${countWord(done)} / ${countWord(total)}`;
    const of = Math.max(total ?? done * 2, done, 1);
    const payload = { name: padDisplay(name, NAME_WIDTH), words };
    const bar = this.#known.get(name);
    if (bar === undefined) this.#known.set(name, this.#bars.create(of, done, payload));
    else {
      bar.setTotal(of);
      bar.update(done, payload);
    }
  }

  end(name: string, words: string): void {
    this.step(name, 1, 1);
    this.#known.get(name)?.update(1, { name: padDisplay(name, NAME_WIDTH), words });
  }

  close(): void {
    this.#bars.stop();
  }
}

class Lines implements Progress {
  #said = Date.now();
  constructor(private readonly io: Io) {}

  step(name: string, done: number, total: number | null): void {
    if (Date.now() - this.#said < STILL_EVERY_MS) return;
    this.#say(
      `  … ${padDisplay(name, NAME_WIDTH)} ${countWord(done)}${total === null ? '' : ` / ${countWord(total)}`}`,
    );
  }

  end(name: string, words: string): void {
    this.#say(`  ${padDisplay(name, NAME_WIDTH)} ${words}`);
  }

  close(): void {
    // Lines stay.
  }

  #say(text: string): void {
    this.#said = Date.now();
    line(this.io.err, text);
  }
}

export function progressOf(io: Io): Progress {
  return io.interactive ? new Bars() : new Lines(io);
}

function sourceWords(source: SourceReport): string {
  const rows = `${countWord(source.read)} 行 rows, ${durationWord(source.ms)}`;
  return source.status === 'SUCCEEDED' ? rows : `${source.status}: ${source.error?.code ?? ''}`;
}

/** Shows each report of a plan that is waited for. */
export function planWatcher(progress: Progress): (report: PlanReport) => void {
  const ended = new Set<string>();
  const stages = (name: string, stage: StageReport): void => {
    if (stage.finishedAt !== undefined) {
      ended.add(name);
      progress.end(name, durationWord(stage.ms ?? 0));
    } else progress.step(name, stage.done ?? 0, stage.total ?? null);
  };
  return (report) => {
    for (const source of report.sources) {
      const { connector, status, read, expected } = source;
      if (status === 'WAITING' || ended.has(connector)) continue;
      if (status === 'RUNNING') progress.step(connector, read, expected);
      else {
        ended.add(connector);
        progress.end(connector, sourceWords(source));
      }
    }
    // In their own order: the report comes from jsonb, which orders keys by length.
    for (const name of STAGES) {
      const stage = report.stages[name];
      if (stage !== undefined && !ended.has(name)) stages(name, stage);
    }
  };
}
