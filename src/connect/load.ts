import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { contentHash, streamNumber } from '../domain/ids';
import { WangshuError } from '../domain/errors';
import { checkSpec, type CheckContext } from './check';
import { FaultsError, faultsOf, type Fault } from '../domain/faults';
import { connectorSchema, type ConnectorSpec, type StreamSpec } from './spec';
import type { Catalogue, Connector, Item, Stream } from './connector';
import { createReader } from './readers';
import { sourceVersionOf } from './source-version';

/**
 * Loads connector folders into a catalogue. Everything is checked before anything is used, and all faults are told at
 * once. Nothing here touches a source: readers open when a run starts.
 */
export interface LoadOptions extends CheckContext {
  /** Folders that hold connector folders. */
  readonly folders: readonly string[];
  /** What ${NAME} in a connector.yaml stands for. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For looking at connectors, never for reading through them: a variable that is missing is no fault. */
  readonly withoutSecrets?: boolean;
}

const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/** Stands for a variable that is missing, so that the rest of the file is checked all the same; nothing is loaded then. */
const STAND_IN = 'http://missing.invalid';

function expand(
  value: unknown,
  env: LoadOptions['env'],
  path_: string,
  missing: (path: string, name: string) => void,
): unknown {
  if (typeof value === 'string') {
    return value.replace(VARIABLE, (_, name: string) => {
      const found = env[name];
      if (found !== undefined && found !== '') return found;
      missing(path_, name);
      return STAND_IN;
    });
  }
  if (Array.isArray(value))
    return value.map((each, i) => expand(each, env, `${path_}.${i}`, missing));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        expand(each, env, path_ === '' ? key : `${path_}.${key}`, missing),
      ]),
    );
  }
  return value;
}

/**
 * A spec whose reader lacks nothing but variables that no text can stand for (a port, a fingerprint): the reader's settings
 * are taken as they are written, for nobody reads through them.
 */
function toLookAt(expanded: unknown): ConnectorSpec | undefined {
  const { reader, ...rest } = expanded as { readonly reader: ConnectorSpec['reader'] };
  const parsed = connectorSchema.safeParse({ ...rest, reader: { kind: 'push' } });
  return parsed.success ? { ...parsed.data, reader } : undefined;
}

function readSpec(
  file: string,
  options: LoadOptions,
): { raw?: unknown; spec?: ConnectorSpec; faults: Fault[] } {
  const document = parseDocument(readFileSync(file, 'utf8'), { prettyErrors: true });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        file,
        path: '',
        required: 'YAML that can be parsed',
        given: error.message.split('\n')[0] ?? 'something else',
      })),
    };
  }
  const raw: unknown = document.toJS();
  const faults: Fault[] = [];
  const stoodIn = new Set<string>();
  const expanded = expand(raw, options.env, '', (where, name) => {
    stoodIn.add(where);
    if (options.withoutSecrets === true) return;
    faults.push({
      file,
      path: where,
      required: `the environment variable ${name}`,
      given: 'nothing',
    });
  });
  const parsed = connectorSchema.safeParse(expanded);
  let spec = parsed.data;
  if (!parsed.success) {
    // What a missing variable does to its own place is said once; what one that is there stands for may be a secret anywhere.
    const shape = faultsOf(file, raw, parsed.error.issues).filter(
      (fault) => !stoodIn.has(fault.path),
    );
    if (shape.length === 0 && faults.length === 0) spec = toLookAt(expanded);
    faults.push(...shape);
  }
  if (spec === undefined) return { faults };
  faults.push(...checkSpec(spec, options).map((fault) => ({ file, ...fault })));
  return { raw, spec, faults };
}

function itemsOf(spec: StreamSpec, connector: ConnectorSpec): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const [name, item] of Object.entries(spec.items)) {
    if (item.share === 'NOT_SHARED' || item.kind === undefined) continue;
    items.set(name, {
      timeZone: connector.timeZone,
      ...(connector.coordinates === undefined ? {} : { coordinates: connector.coordinates }),
      ...item,
      name,
      from: item.from ?? name,
      kind: item.kind,
      mask: item.mask ?? 'none',
      share: item.share ?? connector.sharing.class,
    });
  }
  return items;
}

function streamOf(
  connector: ConnectorSpec,
  name: string,
  spec: StreamSpec,
  reader: unknown,
): Stream {
  const items = itemsOf(spec, connector);
  const mapping = {
    items: [...items.values()],
    mentions: spec.mentions,
    links: spec.links,
    key: spec.key,
    deletes: spec.deletes,
    trust: spec.trust,
    observedAt: spec.observedAt ?? spec.cursor ?? null,
  };
  return Object.freeze({
    id: streamNumber(connector.id, name),
    name,
    connector: connector.id,
    recordType: spec.record,
    spec,
    items,
    neverRead: Object.entries(spec.items)
      .filter(([, item]) => item.share === 'NOT_SHARED')
      .map(([itemName, item]) => item.from ?? itemName),
    mappingVersion: contentHash(JSON.stringify(mapping)),
    sourceVersion: sourceVersionOf(reader, spec, items),
  });
}

function connectorOf(file: string, raw: unknown, spec: ConnectorSpec): Connector {
  return Object.freeze({
    id: spec.id,
    file,
    spec,
    streams: Object.entries(spec.streams)
      .filter(([, stream]) => !stream.draft)
      .map(([name, stream]) => streamOf(spec, name, stream, (raw as { reader: unknown }).reader)),
    version: contentHash(JSON.stringify(raw)),
    openReader: () => createReader(spec.reader),
  });
}

/** Faults between connectors: names given twice. */
function crossFaults(connectors: readonly Connector[]): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<string, string>();
  const once = (what: string, value: string, file: string, where: string): void => {
    const first = seen.get(`${what} ${value}`);
    if (first !== undefined)
      faults.push({
        file,
        path: where,
        required: `a ${what} of its own`,
        given: `"${value}", which ${first} has too`,
      });
    seen.set(`${what} ${value}`, file);
  };
  for (const connector of connectors) {
    once('connector id', connector.id, connector.file, 'id');
    for (const stream of connector.streams) {
      once('record type', stream.recordType, connector.file, `streams.${stream.name}.record`);
      once('stream number', String(stream.id), connector.file, `streams.${stream.name}`);
    }
  }
  return faults;
}

/** Finds connector.yaml files one level below each folder, in name order. */
export function findConnectorFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(folder)) {
      throw new WangshuError(
        'CONFIG_INVALID',
        `a folder of connectors is required at ${folder}, none is there; check CONNECTORS_DIR`,
      );
    }
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => path.join(folder, entry.name, 'connector.yaml'))
      .filter((file) => existsSync(file))
      .sort();
  });
}

export function catalogueOf(
  connectors: readonly Connector[],
  unusable: ReadonlyMap<string, FaultsError> = new Map(),
): Catalogue {
  const streams = new Map(
    connectors.flatMap((connector) =>
      connector.streams.map((stream) => [stream.id, stream] as const),
    ),
  );
  const sources = [...connectors.map(({ id }) => id), ...unusable.keys()].sort();
  return Object.freeze({
    connectors,
    streams,
    unusable,
    sources,
    connector(id: string): Connector {
      const faults = unusable.get(id);
      if (faults !== undefined) throw faults;
      const found = connectors.find((connector) => connector.id === id);
      if (found === undefined) {
        throw new WangshuError(
          'CONNECTOR_UNKNOWN',
          `a connector of this hub is required (${sources.join(', ') || 'none is loaded'}), "${id}" is given`,
        );
      }
      return found;
    },
    stream(id: number): Stream {
      const found = streams.get(id);
      if (found === undefined)
        throw new WangshuError(
          'CONNECTOR_UNKNOWN',
          `a stream of a loaded connector is required, number ${id} is given; was its connector removed?`,
        );
      return found;
    },
  });
}

interface Loaded {
  readonly file: string;
  readonly connector: Connector | null;
  readonly faults: readonly Fault[];
}

function loadAll(options: LoadOptions): Loaded[] {
  const loaded = findConnectorFiles(options.folders).map((file): Loaded => {
    const { raw, spec, faults } = readSpec(file, options);
    return { file, connector: spec === undefined ? null : connectorOf(file, raw, spec), faults };
  });
  const between = crossFaults(loaded.flatMap(({ connector }) => connector ?? []));
  return loaded.map((each) => ({
    ...each,
    faults: [...each.faults, ...between.filter(({ file }) => file === each.file)],
  }));
}

/** Loads every connector of the folders; FaultsError CONNECTOR_INVALID with all faults of all files. */
export function loadCatalogue(options: LoadOptions): Catalogue {
  const loaded = loadAll(options);
  const faults = loaded.flatMap((each) => each.faults);
  if (faults.length > 0) throw new FaultsError('CONNECTOR_INVALID', faults);
  return catalogueOf(loaded.flatMap(({ connector }) => connector ?? []));
}

/**
 * The same for who must go on with what is there, such as a worker: a fault of one file leaves that source out and no other. What is
 * left out stands in `unusable`, by the connector's id or, where none can be read, its folder's name.
 */
export function loadUsable(options: LoadOptions): Catalogue {
  const usable: Connector[] = [];
  const unusable = new Map<string, FaultsError>();
  for (const { file, connector, faults } of loadAll(options)) {
    if (connector !== null && faults.length === 0) usable.push(connector);
    else {
      const id = connector?.id ?? path.basename(path.dirname(file));
      unusable.set(id, new FaultsError('CONNECTOR_INVALID', faults));
    }
  }
  for (const { id } of usable) unusable.delete(id);
  return catalogueOf(usable, unusable);
}
