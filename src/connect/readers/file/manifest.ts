import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import { parseJson } from '../../../domain/json';
import { cells } from './csv-rows';
import { codecOf, encodingOf } from './encoding';
import type { OpenFile } from './folder';
import type { FileSettings, ManifestSettings } from './settings';

/** What a manifest says of one data file. */
export interface ManifestEntry {
  /** Null: the manifest speaks of the one data file that there is. */
  readonly name: string | null;
  readonly rows: number | null;
  readonly size: number | null;
  /** Lower-case hexadecimal. */
  readonly sha256: string | null;
}

const LONGEST = 16 << 20;
const DELIMITERS = [',', '\t', ';', '|'];

/** Reads a batch's manifest. SOURCE_PROTOCOL where it cannot be understood: a batch is never taken on half a word. */
export async function readManifest(
  handle: OpenFile,
  file: string,
  settings: ManifestSettings,
  encoding: FileSettings['encoding'],
): Promise<ManifestEntry[]> {
  const bytes = await handle.read(0, LONGEST + 1);
  const refuse = (given: string): never => {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a manifest (${settings.format}) that says what each data file holds is required in ${file}, ${given}; have it sent again, or mend manifest in connector.yaml`,
    );
  };
  if (bytes.length > LONGEST) refuse('one of more than 16 MiB is given');
  const found = encodingOf(bytes.subarray(0, 4), encoding, file);
  const codec = codecOf(found.encoding);
  const scannable = codec.scanner();
  const body = scannable.push(bytes.subarray(found.mark));
  const text = codec.decode(Buffer.concat([body, scannable.end()]));
  if (text === null) return refuse(`bytes that are no ${found.encoding} are given`);
  const raw = parse(text, settings);
  if (raw === null) return refuse('text of another form is given');
  const entries = raw.map((each) => entryOf(each, settings, refuse));
  const names = entries.map(({ name }) => name);
  if (entries.length === 0) refuse('one without any file is given');
  if (new Set(names).size < names.length) refuse('one that names a file twice is given');
  return entries;
}

type Raw = ReadonlyMap<string, string>;

function parse(text: string, settings: ManifestSettings): Raw[] | null {
  try {
    if (settings.format === 'csv') return csv(text);
    return settings.format === 'json'
      ? json(parseJson(text), settings)
      : properties(text, settings);
  } catch {
    // Parsers quote what they read; the caller says in its own words that it could not be read.
    return null;
  }
}

function csv(text: string): Raw[] {
  const first = text.slice(0, Math.max(0, text.indexOf('\n')) || text.length);
  const delimiter = DELIMITERS.find((each) => first.includes(each)) ?? ',';
  const [header = [], ...lines] = cells(text, delimiter);
  return lines.map((line) => new Map(header.map((name, i) => [name.trim(), line[i] ?? ''])));
}

type JsonObject = { readonly [key: string]: RawValue };
const isObject = (value: RawValue | undefined): value is { [key: string]: RawValue } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function json(value: RawValue, settings: ManifestSettings): Raw[] | null {
  if (Array.isArray(value)) return value.every(isObject) ? value.map((each) => rawOf(each)) : null;
  if (!isObject(value)) return null;
  const files = value['files'];
  if (files !== undefined)
    return Array.isArray(files) || isObject(files) ? json(files, settings) : null;
  const own = [settings.rows, settings.size, settings.sha256];
  if (own.some((key) => Object.hasOwn(value, key))) return [rawOf(value)];
  return Object.entries(value)
    .filter(([, each]) => isObject(each) || typeof each === 'number')
    .map(([name, each]) =>
      rawOf({ ...(isObject(each) ? each : { [settings.rows]: each }), [settings.name]: name }),
    );
}

const rawOf = (object: JsonObject): Raw =>
  new Map(
    Object.entries(object)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([key, value]) => [key, String(value as string | number)]),
  );

/** NAME=ROWS, NAME.rows=, NAME.size=, NAME.sha256=, or the last three without a name. Other keys are remarks. */
function properties(text: string, settings: ManifestSettings): Raw[] {
  const own = [settings.rows, settings.size, settings.sha256];
  const files = new Map<string, Map<string, string>>();
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^\s*([^#!=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const what = own.find((each) => key === each || key.endsWith(`.${each}`));
    const name = what === undefined ? key : key.slice(0, -what.length).replace(/\.$/, '');
    if (key === '' || (what === undefined && !key.includes('.'))) continue;
    const known = files.get(name) ?? new Map<string, string>();
    files.set(name, known.set(what ?? settings.rows, value));
    if (name !== '') known.set(settings.name, name);
  }
  return [...files.values()];
}

function entryOf(
  raw: Raw,
  settings: ManifestSettings,
  refuse: (given: string) => never,
): ManifestEntry {
  const number = (key: string, what: string): number | null => {
    const text = raw.get(key)?.trim() ?? '';
    if (text === '') return null;
    return /^\d{1,15}$/.test(text) ? Number(text) : refuse(`${what} that are no number are given`);
  };
  const sum = (raw.get(settings.sha256) ?? '').trim().toLowerCase();
  if (sum !== '' && !/^[0-9a-f]{64}$/.test(sum))
    refuse('a SHA-256 that is not 64 hexadecimal digits is given');
  const name = (raw.get(settings.name) ?? '').trim().replace(/^.*[/\\]/, '');
  const entry = {
    name: name === '' ? null : name,
    rows: number(settings.rows, 'rows'),
    size: number(settings.size, 'bytes'),
    sha256: sum === '' ? null : sum,
  };
  if (entry.rows === null && entry.size === null && entry.sha256 === null)
    refuse('a file with neither rows nor size nor SHA-256 is given');
  return entry;
}
