import type { DiscoveredStream, Page, Reader, ReadRequest, StreamSource } from '../../reader';
import type { WangshuError } from '../../../domain/errors';
import { unmarked, windowState } from './bookmark';
import { catalogOf, entryFor, idOf, selected, type Catalog, type Entry } from './catalog';
import { discovered, rowsOf } from './discovered';
import { environmentOf } from './environment';
import { parseExact, stringifyExact } from './exact-json';
import { protocol } from './failure';
import { fieldTypeOf } from './field-type';
import { messageOf } from './message';
import type { Line } from './lines';
import { checkpointOf, startOf } from './position';
import { PassedOver, readPages } from './read-pages';
import { runTap } from './run-tap';
import type { SingerSettings } from './settings';
import { openWorkspace } from './workspace';

/** A catalogue is one document; more than this is none. */
const CATALOG_BYTES = 64 * 1024 * 1024;
/** A tap without a catalogue is looked at so long, to see its streams. */
const LOOK_LINES = 10_000;

/**
 * Any Singer tap as a child process (Singer specification 0.3.0). Each stream is a run of the tap with that stream alone selected, and
 * of it the fields that may be read. The tap's state is kept as its text; see position.ts for when it is used, and bookmark.ts for the one
 * thing that is changed in it. Configuration, catalogue and state are handed over in files of a folder that only this user may
 * read, and that is removed when the tap has ended.
 */
export class SingerReader implements Reader {
  #catalog: Catalog | null = null;

  constructor(private readonly settings: SingerSettings) {}

  /** Runs --discover; a tap without one is run until its first message. */
  async check(signal: AbortSignal): Promise<void> {
    if (this.settings.catalog !== 'none') {
      await this.#discover(signal);
      return;
    }
    for await (const lines of this.#run([], {}, signal))
      for (const line of lines)
        if (messageOf(line, this.settings.longestLine)?.type === 'SCHEMA') return;
  }

  async discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]> {
    return discovered(
      this.settings.catalog === 'none' ? await this.#schemas(signal) : await this.#discover(signal),
    );
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, signal, window } = request;
    signal.throwIfAborted();
    if (window !== undefined && stream.cursor === undefined)
      throw protocol(
        `a stream with a cursor is required for a window, ${stream.name} has none; read it in full`,
      );
    const { catalog: kind, longestLine } = this.settings;
    const catalog = kind === 'none' ? null : (this.#catalog ??= await this.#discover(signal));
    const entry = catalog === null ? null : entryFor(catalog, stream.from);
    const names = namesOf(entry, stream.from);
    const start = startOf(request, names);
    if (start.ended) {
      // A broken run that had come to the end.
      yield { rows: [], unreadable: [], columns: [], checkpoint: checkpointOf(start) };
      return;
    }
    const given =
      window === undefined
        ? start.state
        : windowState(window, names, stream.cursor ?? '', isNumber(entry, stream.cursor));
    const pagesFrom = (state: string | null): AsyncGenerator<Page> =>
      readPages(request, {
        lines: this.#run([], filesOf(this.settings, catalog, entry, stream, state), signal),
        longestLine,
        start: state === null ? { ...start, state: null, read: 0 } : start,
        names,
        offered: entry === null ? [] : Object.keys(entry.schema.properties),
        total: entry === null || state !== null ? null : rowsOf(entry),
      });
    try {
      yield* pagesFrom(given);
    } catch (error) {
      if (!(error instanceof PassedOver)) throw error;
      // A tap that passes over the stream with a state, and reads it without one, has been seen.
      if (given === null) throw notSaid(stream.from, error.message);
      yield* this.#anew(pagesFrom, stream.from);
    }
  }

  async *#anew(
    pagesFrom: (state: null) => AsyncGenerator<Page>,
    from: string,
  ): AsyncGenerator<Page> {
    try {
      yield* pagesFrom(null);
    } catch (error) {
      throw error instanceof PassedOver ? notSaid(from, error.message) : error;
    }
  }

  /** Every run ends what it started; nothing is left open between them. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #discover(signal: AbortSignal): Promise<Catalog> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const lines of this.#run(['--discover'], {}, signal, CATALOG_BYTES)) {
      for (const { bytes } of lines) {
        pieces.push(bytes);
        length += bytes.length + 1;
      }
      if (length > CATALOG_BYTES)
        throw protocol(
          `a catalogue of at most ${String(CATALOG_BYTES)} bytes is required of the tap's --discover, a longer one is given; have it offer less`,
        );
    }
    const text = pieces.map((piece) => piece.toString('utf8')).join('\n');
    let value: unknown;
    try {
      value = parseExact(text);
    } catch {
      throw protocol(
        `a catalogue (JSON) is required of the tap's --discover, ${length === 0 ? 'nothing' : 'something else'} is given; if the tap has none, set reader.catalog to none`,
      );
    }
    return catalogOf(value);
  }

  /** What a tap without --discover says of its streams while it sends its first rows. */
  async #schemas(signal: AbortSignal): Promise<Catalog> {
    const streams = new Map<string, unknown>();
    let seen = 0;
    for await (const lines of this.#run([], {}, signal)) {
      for (const line of lines) {
        const message = messageOf(line, this.settings.longestLine);
        seen += 1;
        if (message?.type === 'SCHEMA') {
          const said = parseExact(line.bytes.toString('utf8')) as Record<string, unknown>;
          streams.set(message.stream, {
            stream: message.stream,
            key_properties: said['key_properties'],
            schema: message.schema,
          });
        }
      }
      if (seen >= LOOK_LINES) break;
    }
    return catalogOf({ streams: [...streams.values()] });
  }

  /** One run of the tap; its files are gone when it has ended. */
  async *#run(
    args: readonly string[],
    files: Readonly<Record<string, string>>,
    signal: AbortSignal,
    longestLine = this.settings.longestLine,
  ): AsyncGenerator<readonly Line[]> {
    const { command, config, secrets, environment, timeoutMs } = this.settings;
    const workspace = await openWorkspace();
    try {
      const own = { '--config': JSON.stringify({ ...config, ...secrets }), ...files };
      const options: string[] = [];
      for (const [option, text] of Object.entries(own))
        options.push(option, await workspace.write(`${option.slice(2)}.json`, text));
      yield* runTap({
        command: [...command, ...options, ...args],
        environment: environmentOf(environment),
        longestLine,
        timeoutMs,
        signal,
      });
    } finally {
      await workspace.remove();
    }
  }
}

function notSaid(from: string, others: string): WangshuError {
  return protocol(
    `the stream ${from} is required of the tap, it said nothing of it, not even its SCHEMA${others === '' ? '' : ` (only of ${others})`}; check from, and run the tap by hand with this stream selected`,
  );
}

/** Catalogue and state as the tap takes them. */
function filesOf(
  { catalog: option }: SingerSettings,
  catalog: Catalog | null,
  entry: Entry | null,
  stream: StreamSource,
  state: string | null,
): Record<string, string> {
  return {
    ...(catalog === null || entry === null
      ? {}
      : { [option]: stringifyExact(selected(catalog, entry, stream)) }),
    ...(state === null ? {} : { '--state': unmarked(state) }),
  };
}

function namesOf(entry: Entry | null, from: string): string[] {
  if (entry === null) return [from];
  return [...new Set([idOf(entry), ...(entry.stream === undefined ? [] : [entry.stream])])];
}

function isNumber(entry: Entry | null, cursor: string | undefined): boolean {
  const schema = cursor === undefined ? undefined : entry?.schema.properties[cursor];
  return schema !== undefined && fieldTypeOf(schema) === 'number';
}
