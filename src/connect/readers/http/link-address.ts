import type { HttpSettings } from './settings';

/** Stands for a value of the settings: that of the parameter's own name, or of the name behind a dot. */
const KEPT = 'wangshu-kept';
/** Shorter values stand under other names by chance. */
const SHORTEST = 8;

type Query = Readonly<Record<string, string>>;

/** Everything a source is asked with that it may write into its links, by name: parameters, and what says who asks. */
export function toldTo({
  query,
  headers,
  auth,
}: Pick<HttpSettings, 'query' | 'headers' | 'auth'>): Query {
  const others = Object.entries({ headers, auth }).flatMap(([kind, told]) =>
    Object.entries(told).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' ? [[`${kind}.${name}`, value] as const] : [],
    ),
  );
  return { ...Object.fromEntries(others), ...query };
}

/**
 * A next-page link as it may be stored: sources write the parameters they were asked with into it, and those of the settings may be
 * secrets (a key in the query, a token that comes back under another name). One that bears another value than the settings' is the
 * source's own, and stays.
 */
export function storedLink(address: string, query: Query): string {
  return withParameters(address, (part, name, value) => {
    // A source that writes the sign itself would be given a secret, perhaps to hand it to another host.
    if (value.startsWith(KEPT)) return '';
    if (Object.hasOwn(query, name) && query[name] === value) return `${part}=${KEPT}`;
    const isLong = value.length >= SHORTEST;
    const under = Object.keys(query).find((each) => isLong && query[each] === value);
    return under === undefined ? null : `${part}=${KEPT}.${encodeURIComponent(under)}`;
  });
}

/** The link as the source gave it, with the values that the settings have now; a parameter that they have no more is left out. */
export function askedLink(address: string, query: Query): string {
  return withParameters(address, (part, name, value) => {
    if (value !== KEPT && !value.startsWith(`${KEPT}.`)) return null;
    const under = value === KEPT ? name : value.slice(KEPT.length + 1);
    const own = Object.hasOwn(query, under) ? query[under] : undefined;
    return own === undefined ? '' : `${part}=${encodeURIComponent(own)}`;
  });
}

/**
 * Each parameter of an address as `write` has it: null leaves it as it stands, letter by letter, since some sources sign their links;
 * '' leaves it out. `part`: its name as it is written there.
 */
function withParameters(
  address: string,
  write: (part: string, name: string, value: string) => string | null,
): string {
  const url = new URL(address);
  const parts = url.search.slice(1).split('&');
  const written = parts.map((part) => {
    const [[name, value] = ['', '']] = new URLSearchParams(part);
    return write(part.split('=', 1)[0] ?? '', name, value) ?? part;
  });
  // Untouched where nothing changes: the platform may write an address otherwise than the source.
  if (written.every((part, i) => part === parts[i])) return address;
  url.search = written.filter((part) => part !== '').join('&');
  return url.href;
}
