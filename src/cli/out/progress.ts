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
  readonly #ended: string[] = [];

  step(name: string, done: number, total: number | null): void {
    const words = total === null ? countWord(done) : `${countWord(done)} / ${countWord(total)}`;
    // Of what nobody knows no part can be drawn: the bar stays empty, the count goes up.
    const of = Math.max(total ?? 1, done, 1);
    const part = total === null ? 0 : done;
    const payload = { name: padDisplay(name, NAME_WIDTH), words };
    const bar = this.#known.get(name);
    if (bar === undefined) {
      this.#makeRoom();
      this.#known.set(name, this.#bars.create(of, part, payload));
    } else {
      bar.setTotal(of);
      bar.update(part, payload);
    }
  }

  end(name: string, words: string): void {
    this.step(name, 1, 1);
    this.#known.get(name)?.update(1, { name: padDisplay(name, NAME_WIDTH), words });
    this.#ended.push(name);
  }

  /** Bars that do not fit on the screen cannot be drawn over: those that ended leave, the longest ended first. */
  #makeRoom(): void {
    const rows = (process.stderr.rows || 24) - 2;
    while (this.#known.size >= rows) {
      const name = this.#ended.shift();
      const bar = name === undefined ? undefined : this.#known.get(name);
      if (name === undefined || bar === undefined) return;
      this.#bars.remove(bar);
      this.#known.delete(name);
    }
  }

  close(): void {
    this.#bars.stop();
  }
}

class Lines implements Progress {
  /** When each was told of last, or met first. */
  readonly #said = new Map<string, number>();
  constructor(private readonly io: Io) {}

  step(name: string, done: number, total: number | null): void {
    const said = this.#said.get(name);
    if (said === undefined) this.#said.set(name, Date.now());
    if (said === undefined || Date.now() - said < STILL_EVERY_MS) return;
    this.#said.set(name, Date.now());
    line(
      this.io.err,
      `  … ${padDisplay(name, NAME_WIDTH)} ${countWord(done)}${total === null ? '' : ` / ${countWord(total)}`}`,
    );
  }

  end(name: string, words: string): void {
    line(this.io.err, `  ${padDisplay(name, NAME_WIDTH)} ${words}`);
  }

  close(): void {
    // Lines stay.
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
