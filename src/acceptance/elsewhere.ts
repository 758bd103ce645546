import type { ReaderSettings } from '../connect/readers';

/** The same settings for another address: a port of this machine, or a place where nothing is. Null: the reader calls nobody. */
export function elsewhere(settings: ReaderSettings, port: number): ReaderSettings | null {
  const host = `127.0.0.1:${String(port)}`;
  const moved = (address: string): string => {
    const url = new URL(address);
    url.host = host;
    return url.href;
  };
  switch (settings.kind) {
    case 'sql':
      return { ...settings, connection: moved(settings.connection) };
    case 'http':
      return { ...settings, baseUrl: moved(settings.baseUrl), retries: 0 };
    case 'graphql':
      return { ...settings, url: moved(settings.url), retries: 0 };
    case 'file':
      return settings.sftp === undefined
        ? { ...settings, folder: '/nowhere/at/all' }
        : { ...settings, sftp: { ...settings.sftp, host: '127.0.0.1', port } };
    case 'singer':
      return { ...settings, command: ['/nowhere/at/all'] };
    case 'push':
      return null;
  }
}
