import { stringify } from 'yaml';

/** Pieces of YAML as this repository's connectors are written: short mappings on one line, longer ones one key a line. */
export type Scalar = string | boolean | number;
const WIDTH = 100;

/** A scalar as it stands in a flow mapping: quoted where it must be. */
export function scalar(value: Scalar): string {
  const text = stringify(value, { lineWidth: 0 }).trimEnd();
  if (typeof value !== 'string') return text;
  // Plain in a block is not always plain within braces.
  const plain = !/^["'|>]/.test(text) && !/[,[\]{}:#]/.test(text);
  return plain ? text : `'${value.replace(/\s+/g, ' ').replaceAll("'", "''")}'`;
}

/** `name: { a: 1, b: 2 }`, broken where it would be wider than a line. */
export function flow(
  name: string,
  entries: readonly (readonly [string, Scalar])[],
  indent: number,
): string[] {
  const pad = ' '.repeat(indent);
  const parts = entries.map(([key, value]) => `${key}: ${scalar(value)}`);
  const one = `${pad}${name}: { ${parts.join(', ')} }`;
  if (displayWidth(one) <= WIDTH) return [one];
  return [`${pad}${name}:`, `${pad}  {`, ...parts.map((part) => `${pad}    ${part},`), `${pad}  }`];
}

const displayWidth = (text: string): number =>
  Array.from(text).reduce((sum, each) => sum + (/[⺀-￯]/.test(each) ? 2 : 1), 0);

/** Text of the source on a line of its own, as a comment: no line end may leave it. */
export const comment = (text: string, indent: number): string =>
  // eslint-disable-next-line no-control-regex -- characters that YAML does not allow in a comment
  `${' '.repeat(indent)}# ${text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ').trim()}`;
