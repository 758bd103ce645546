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

const VARIABLE = /\$\{[A-Z][A-Z0-9_]*\}/;

/** Paths of settings that are marked as secret and hold a value instead of a variable. `raw` is `reader` as the file has it. */
export function literalSecrets(raw: unknown): string[] {
  const found = new Set<string>();
  const walk = (schema: Schema, value: unknown, path: string, secret: boolean): void => {
    const isSecret = secret || schema.secret === true;
    for (const each of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      walk(each, value, path, isSecret);
    if (typeof value === 'string') {
      if (isSecret && !VARIABLE.test(value)) found.add(path);
    } else if (Array.isArray(value)) {
      if (schema.items !== undefined)
        value.forEach((each, i) =>
          walk(schema.items ?? {}, each, `${path}.${String(i)}`, isSecret),
        );
    } else if (value !== null && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) {
        const own = schema.properties?.[name] ?? schema.additionalProperties;
        if (typeof own === 'object') walk(own, each, `${path}.${name}`, isSecret);
      }
    }
  };
  walk(toJSONSchema(readerSettings, { io: 'input' }) as Schema, raw, 'reader', false);
  return [...found].sort();
}
