import { toJSONSchema } from 'zod';
import { readerSettings } from '../connect/readers';

interface Schema {
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export type Path = readonly (string | number)[];

/** A setting that is marked as secret, as the file has it. */
export interface Marked {
  readonly path: Path;
  readonly text: string;
  /** It stands under a name that the connector chose (a header, a parameter): not each of them is a secret. */
  readonly named: boolean;
}

export const VARIABLE = /\$\{[A-Z][A-Z0-9_]*\}/g;
const SECRET_NAME =
  /passw|passphrase|pwd|secret|token|key|credential|auth|cookie|session|sign|account|login/i;
/** What nobody types by hand: sixteen characters or more in a row, letters and digits. */
const LIKE_A_KEY = /(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[A-Za-z])[\w+/=.~-]{16,}/;
/** Words in front of a credential, as in `Bearer ${TOKEN}`. */
const SCHEME = /^(bearer|basic|token|apikey|digest)\s+/i;

/** Settings that are marked as secret. `raw` is `reader` as the file has it. */
export function markedIn(raw: unknown): Marked[] {
  const found = new Map<string, Marked>();
  const walk = (
    schema: Schema,
    value: unknown,
    path: Path,
    is: { secret: boolean; named: boolean },
  ): void => {
    const secret = is.secret || schema.secret === true;
    for (const each of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      walk(each, value, path, { ...is, secret });
    if (typeof value === 'string') {
      if (secret) found.set(path.join('.'), { path, text: value, named: is.named });
    } else if (Array.isArray(value)) {
      value.forEach((each, i) => {
        walk(schema.items ?? {}, each, [...path, i], { ...is, secret });
      });
    } else if (value !== null && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) {
        const declared = schema.properties?.[name];
        const open = schema.additionalProperties;
        const own = declared ?? (typeof open === 'object' ? open : secret ? {} : undefined);
        // Under a mark, what no schema names is a secret as soon as its name or its look says so.
        const named = is.named || (declared === undefined && schema.secret === true);
        if (own !== undefined) walk(own, each, [...path, name], { secret, named });
      }
    }
  };
  const schema = toJSONSchema(readerSettings, { io: 'input' }) as Schema;
  walk(schema, raw, ['reader'], { secret: false, named: false });
  return [...found.values()];
}

/** Nothing but variables, and signs between them. */
const isVariable = (text: string): boolean =>
  text.includes('${') && !/[\p{L}\p{N}]/u.test(text.replace(SCHEME, '').replace(VARIABLE, ''));

/** Password of an address, and values of its parameters that are secrets by name. */
export function secretParts(address: string): string[] {
  const [, userinfo = '', rest = ''] =
    /^[a-z][\w+.-]*:\/\/(?:([^/?#]*)@)?(.*)$/is.exec(address) ?? [];
  const colon = userinfo.indexOf(':');
  const parameters = [...rest.matchAll(/[?&;]([^=&;#]+)=([^&;#]*)/g)]
    .filter(([, name = '']) => SECRET_NAME.test(name))
    .map(([, , value = '']) => value);
  return [...(colon < 0 ? [] : [userinfo.slice(colon + 1)]), ...parameters].filter(
    (part) => part !== '',
  );
}

export const isAddress = (text: string): boolean => /^[a-z][\w+.-]*:\/\//i.test(text);

/** A header or parameter that is no secret by its name, its look or where it comes from (`Accept`, `sort`). */
export const isPlain = ({ path, text, named }: Marked): boolean =>
  named && !SECRET_NAME.test(String(path.at(-1))) && !LIKE_A_KEY.test(text) && !text.includes('${');

function isLiteral(marked: Marked): boolean {
  const { text } = marked;
  if (isPlain(marked)) return false;
  if (!isAddress(text)) return !isVariable(text);
  return !text.includes('${') || !secretParts(text).every(isVariable);
}

/**
 * Paths of settings that are marked as secret and hold a value instead of a variable. `raw` is `reader` as the file has it. Of an
 * address the password must be a variable, wherever else it has one.
 */
export function literalSecrets(raw: unknown): string[] {
  return markedIn(raw)
    .filter(isLiteral)
    .map(({ path }) => path.join('.'))
    .sort();
}
