import { isAddress, isPlain, markedIn, secretParts, VARIABLE, type Path } from './secrets';

/** Shorter ones stand in messages by chance. */
const SHORTEST = 4;

function valueAt(settings: unknown, path: Path): unknown {
  return path
    .slice(1)
    .reduce<unknown>(
      (value, name) =>
        value === null || typeof value !== 'object'
          ? undefined
          : (value as Record<string, unknown>)[name],
      settings,
    );
}

/** What the variables of a text stand for in what it became. */
function filledIn(text: string, expanded: string): string[] {
  const literal = text.split(VARIABLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('(.+)')}$`, 's').exec(expanded)?.slice(1) ?? [];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: the text stands for itself.
    return text;
  }
}

/** The secrets of a connector as they are sent: whole, the passwords of addresses, and what a Basic header makes of an account. */
export function secretValues(raw: unknown, settings: unknown): string[] {
  const values = markedIn(raw).flatMap((marked) => {
    const expanded = valueAt(settings, marked.path);
    // The name of an account is told to whoever mends it.
    if (typeof expanded !== 'string' || isPlain(marked) || marked.path.at(-1) === 'username')
      return [];
    return [expanded, ...filledIn(marked.text, expanded)].flatMap((value) =>
      isAddress(value) ? [value, ...secretParts(value)] : [value],
    );
  });
  const { username, password } = ((settings as { auth?: unknown }).auth ?? {}) as {
    username?: unknown;
    password?: unknown;
  };
  if (typeof username === 'string' && typeof password === 'string')
    values.push(Buffer.from(`${username}:${password}`).toString('base64'));
  const all = values.flatMap((value) => [value, decoded(value)]);
  return [...new Set(all)].filter((value) => value.length >= SHORTEST);
}

/** So much of what hangs on an error is looked at: a socket hangs on some, and the whole program on that. */
const MOST = 20_000;

/** Every text that hangs on what was thrown: its message, its causes, and anything they carry; not the names of files in its stack. */
function textsOn(thrown: unknown): string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [thrown];
  for (let value = queue.shift(); seen.size < MOST; value = queue.shift()) {
    if (typeof value === 'string') texts.push(value);
    else if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('latin1'));
    else if (value !== null && typeof value === 'object' && !seen.has(value)) {
      seen.add(value);
      for (const name of Reflect.ownKeys(value)) {
        const own = Object.getOwnPropertyDescriptor(value, name);
        if (own !== undefined && 'value' in own && name !== 'stack') queue.push(own.value);
      }
    }
    if (queue.length === 0) break;
  }
  return texts;
}

/** How many secrets stand in what was thrown or told. */
export function leaksIn(thrown: unknown, secrets: readonly string[]): number {
  const texts = textsOn(thrown);
  return secrets.filter((secret) => texts.some((text) => text.includes(secret))).length;
}
