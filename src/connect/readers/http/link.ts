/** One link of a Link header: its target, and its parameters by lower-case name, the first of each. */
interface Link {
  readonly target: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TARGET = /[\s,]*<([^>]*)>/y;
const PARAMETER =
  /\s*;\s*([!#$&+\-.^_`|~0-9A-Za-z]+)\*?(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;

/** Links of a Link header (RFC 8288, 3); what is no link ends the list. */
function linksOf(header: string): Link[] {
  const links: Link[] = [];
  let at = 0;
  for (;;) {
    TARGET.lastIndex = at;
    const target = TARGET.exec(header);
    if (target === null) return links;
    at = TARGET.lastIndex;
    const parameters = new Map<string, string>();
    for (;;) {
      PARAMETER.lastIndex = at;
      const parameter = PARAMETER.exec(header);
      if (parameter === null) break;
      at = PARAMETER.lastIndex;
      const [, name = '', quoted, bare = ''] = parameter;
      const key = name.toLowerCase();
      // RFC 8288, 3.3: of two rel the second is ignored.
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? bare);
    }
    links.push({ target: target[1] ?? '', parameters });
  }
}

/** Target of the link whose relation is `next`, as it is written; null where there is none. A link with an anchor is another page's. */
export function nextLink(header: string | null): string | null {
  const next = linksOf(header ?? '').find(
    ({ parameters }) =>
      !parameters.has('anchor') &&
      (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).includes('next'),
  );
  return next?.target ?? null;
}
