import type { ReaderSettings } from '../connect/readers';

/** A tap that runs and says nothing. */
const SILENT_TAP = [process.execPath, '-e', 'setInterval(() => undefined, 1000)', '--'];

/**
 * The same settings for another address: a port of this machine, or a place where nothing is. Credentials go there too, and nowhere
 * else. Null: the reader calls nobody.
 */
export function elsewhere(
  settings: ReaderSettings,
  port: number,
  what: 'absent' | 'silent' = 'absent',
): ReaderSettings | null {
  const host = `127.0.0.1:${String(port)}`;
  const moved = (address: string): string => {
    const url = new URL(address);
    url.host = host;
    return url.href;
  };
  const plain = (address: string): string => moved(address).replace(/^https:/, 'http:');
  const auth = <T extends { auth: object }>(own: T): T =>
    'tokenUrl' in own.auth
      ? { ...own, auth: { ...own.auth, tokenUrl: plain(String(own.auth.tokenUrl)) } }
      : own;
  switch (settings.kind) {
    case 'sql':
      return { ...settings, connection: moved(settings.connection) };
    case 'http':
      return auth({ ...settings, baseUrl: plain(settings.baseUrl), retries: 0 });
    case 'graphql':
      return auth({ ...settings, url: plain(settings.url), retries: 0 });
    case 'file':
      return settings.sftp === undefined
        ? { ...settings, folder: '/nowhere/at/all' }
        : { ...settings, sftp: { ...settings.sftp, host: '127.0.0.1', port } };
    case 'singer':
      return { ...settings, command: what === 'silent' ? SILENT_TAP : ['/nowhere/at/all'] };
    case 'push':
      return null;
  }
}
