/** Stands for the value of a parameter of the settings. */
const KEPT = 'wangshu-kept';

type Query = Readonly<Record<string, string>>;

/**
 * A next-page link as it may be stored: sources write the parameters they were asked with into it, and those of the settings may be
 * secrets (a key in the query). One that bears another value than the settings' is the source's own, and stays.
 */
export function storedLink(address: string, query: Query): string {
  return withParameters(address, (part, name, value) =>
    Object.hasOwn(query, name) && query[name] === value ? `${part}=${KEPT}` : null,
  );
}

/** The link as the source gave it, with the values that the settings have now; a parameter that they have no more is left out. */
export function askedLink(address: string, query: Query): string {
  return withParameters(address, (part, name, value) => {
    if (value !== KEPT) return null;
    const own = Object.hasOwn(query, name) ? query[name] : undefined;
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
