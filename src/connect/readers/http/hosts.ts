import { protocol } from './failure';

const portOf = ({ port, protocol: scheme }: URL): string =>
  port !== '' ? port : scheme === 'https:' ? '443' : '80';

/** Where requests may go: the source's own origin, and the hosts its connector allows. */
export class Hosts {
  constructor(
    private readonly home: URL,
    private readonly allowed: readonly string[],
  ) {}

  /** The source's own origin (scheme, host and port): the only one that gets its credentials. */
  isHome(url: URL): boolean {
    return url.origin === this.home.origin;
  }

  /** Throws SOURCE_PROTOCOL unless the address may be called; `what` begins the sentence: a next-page link. */
  require(url: URL, what: string): void {
    if (url.username !== '' || url.password !== '')
      throw protocol(`${what} without an account in it is required, one with an account is given`);
    if (this.isHome(url)) return;
    if (
      !/^https?:$/.test(url.protocol) ||
      (this.home.protocol === 'https:' && url.protocol === 'http:')
    )
      throw protocol(
        `${what} that is as safe as the source's own address is required, one with ${url.protocol} is given`,
      );
    if (!this.allowed.some((entry) => matches(url, entry)))
      throw protocol(
        `${what} on the source's own origin or a host of allowHosts is required, ${url.host} is given; if the department vouches for it, add it to allowHosts`,
      );
  }
}

function matches(url: URL, entry: string): boolean {
  const allowed = new URL(`${url.protocol}//${entry}`);
  return url.hostname === allowed.hostname && portOf(url) === portOf(allowed);
}
