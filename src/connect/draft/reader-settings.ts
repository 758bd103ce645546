import { toJSONSchema } from 'zod';
import { FaultsError, faultsOf } from '../../domain/faults';
import { WangshuError } from '../../domain/errors';
import { readerSettings, type ReaderSettings } from '../readers';

interface Schema {
  readonly secret?: boolean;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/**
 * Settings of a reader as they are to stand in connector.yaml, and with their variables filled in. Throws BAD_USER_INPUT for a secret
 * that is given as itself and for variables that are missing, CONFIG_INVALID (FaultsError) for settings of the wrong shape.
 */
export function settingsFor(
  raw: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): ReaderSettings {
  const literal = literalSecrets(raw);
  const [first] = literal;
  if (first !== undefined) {
    const name = first.split('.').at(-1) ?? first;
    throw new WangshuError(
      'BAD_USER_INPUT',
      `a variable is required for ${literal.join(', ')}, the value itself is given, where everybody can read it; put it into the environment and name the variable: --secret-env ${first}=MY_${name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`,
    );
  }
  const missing = new Set<string>();
  const expanded = expand(raw, (name) => {
    const value = env[name];
    if (value === undefined || value === '') missing.add(name);
    return value ?? '';
  });
  if (missing.size > 0)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `the environment variable ${[...missing].join(', ')} is required, nothing is given; set it for this command, and for the hub later on`,
    );
  const parsed = readerSettings.safeParse(expanded);
  if (parsed.success) return parsed.data;
  // What is given may be secret wherever it stands: only what is required is told.
  throw new FaultsError(
    'CONFIG_INVALID',
    faultsOf('the settings of the reader', expanded, parsed.error.issues, /./),
  );
}

function expand(value: unknown, valueOf: (name: string) => string): unknown {
  if (typeof value === 'string') return value.replace(VARIABLE, (_, name: string) => valueOf(name));
  if (Array.isArray(value)) return value.map((each) => expand(each, valueOf));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, expand(each, valueOf)]),
    );
  return value;
}

/** Places of settings that are marked as secret and hold a value instead of a variable. */
function literalSecrets(raw: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  const walk = (schema: Schema, value: unknown, path: string, secret: boolean): void => {
    const isSecret = secret || schema.secret === true;
    for (const each of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      walk(each, value, path, isSecret);
    if (typeof value === 'string') {
      if (isSecret && value.search(VARIABLE) < 0) found.add(path);
    } else if (Array.isArray(value)) {
      const { items } = schema;
      if (items !== undefined)
        value.forEach((each, i) => {
          walk(items, each, `${path}.${String(i)}`, isSecret);
        });
    } else if (value !== null && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) {
        const own = schema.properties?.[name] ?? schema.additionalProperties;
        if (typeof own === 'object')
          walk(own, each, path === '' ? name : `${path}.${name}`, isSecret);
      }
    }
  };
  const whole = toJSONSchema(readerSettings, { io: 'input' }) as Schema;
  for (const schema of whole.oneOf ?? [])
    if (schema.properties?.['kind']?.const === raw['kind']) walk(schema, raw, '', false);
  return [...found].sort();
}
