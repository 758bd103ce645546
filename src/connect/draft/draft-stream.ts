import type { DiscoveredField, DiscoveredStream } from '../reader';
import { guessItem, type GuessedItem } from './guess-item';

/** A proposal for one stream of a source. */
export interface DraftStream {
  /** Name in connector.yaml: lower-case words joined by hyphens. */
  readonly name: string;
  readonly from: string;
  readonly record: string;
  readonly items: readonly GuessedItem[];
  /** Names of items. */
  readonly key: readonly string[];
  readonly keyDeclared: boolean;
  readonly cursor: string | null;
  readonly rows: number | null;
}

/** Proposals for all streams; names are made so that none is given twice. */
export function draftStreams(
  connector: string,
  discovered: readonly DiscoveredStream[],
): DraftStream[] {
  const names = new Names();
  const records = new Names();
  return discovered
    .filter(({ fields }) => fields.length > 0)
    .map((stream) => {
      const name = names.take(streamName(stream.from), '-');
      const own = new Names();
      const items = stream.fields.map((field) => {
        const guess = guessItem(field);
        return { ...guess, name: own.take(guess.name, '_') };
      });
      const named = new Map(items.map((item) => [item.field, item.name]));
      const declared = stream.key.flatMap((field) => named.get(field) ?? []);
      const guessed = guessKey(stream.fields);
      const key = declared.length > 0 ? declared : [named.get(guessed) ?? guessed];
      return {
        name,
        from: stream.from,
        record: `${records.take(`${pascal(connector)}${pascal(name)}`, 'N')}Record`,
        // Numbers that name a row are never reckoned with: their digits are kept as they are.
        items: items.map((item) =>
          key.includes(item.name) && ['integer', 'decimal'].includes(item.type)
            ? { ...item, type: 'string' }
            : item,
        ),
        key,
        keyDeclared: declared.length > 0,
        cursor: stream.cursor === null ? null : (named.get(stream.cursor) ?? null),
        rows: stream.rows,
      };
    });
}

const KEY = /^(id|bh|lsh|xh|uuid|guid|.*(bh|lsh|id|编号|流水号))$/i;

/** A field that by its name numbers the rows; the first where none does. */
function guessKey(fields: readonly DiscoveredField[]): string {
  const plain = fields.filter(({ name }) => KEY.test(name));
  const whole = plain.find(({ nullable }) => !nullable) ?? plain[0] ?? fields[0];
  return whole?.name ?? '';
}

function streamName(from: string): string {
  const base = from.replace(/\.(csv|tsv|xlsx|jsonl|xml|json)$/i, '');
  const words = base
    .replace(/\{[^}]*\}|\*/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.join('-');
  return name === '' ? 'stream' : /^\d/.test(name) ? `s-${name}` : name;
}

const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Gives every name once: the second is called name-2. */
class Names {
  readonly #taken = new Set<string>();

  take(wanted: string, joint: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n += 1)
      name = `${wanted}${joint}${String(n)}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}
