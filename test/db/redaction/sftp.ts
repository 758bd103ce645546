import type { TestFolder } from '../../support/hub';
import type { TestSshd } from '../../support/sshd';
import { connector, NAME, SECRET } from './planted';
import { badRows } from './tables';

/** Files on an SFTP server: behind credentials that are none, and with bad rows. Gives the variables of the connectors. */
export function plantSftp(folder: TestFolder, sshd: TestSshd): Record<string, string> {
  folder.write('data/sftp/person.csv', badRows());
  const sftp = (id: string, own: string, from = 'person.csv'): void => {
    const { host, port, username, hostKey } = sshd;
    connector(folder, id, {
      reader: `{ kind: file, format: csv, sftp: { host: ${host}, port: ${String(port)}, username: '${username}', hostKey: '${hostKey}', folder: '${folder.path}/data/sftp', retries: 0, ${own} } }`,
      from,
    });
  };
  sftp('sftp-password', `password: '\${PLANTED}'`);
  sftp('sftp-garbage', `privateKey: '\${PLANTED}'`);
  sftp('sftp-torn-key', `privateKey: '\${TORN_KEY}'`);
  sftp('sftp-strange-key', `privateKey: '\${STRANGE_KEY}'`);
  sftp('sftp-passphrase', `privateKey: '\${LOCKED_KEY}', passphrase: '\${PLANTED}'`);
  sftp('sftp-rows', `privateKey: '\${RIGHT_KEY}'`);
  sftp('sftp-no-file', `privateKey: '\${RIGHT_KEY}'`, 'nowhere.csv');
  const { privateKey, strangeKey, lockedKey } = sshd;
  const [first = '', ...lines] = privateKey.split('\n');
  return {
    // A key as it looks when it was pasted with something else in it.
    TORN_KEY: [first, SECRET, NAME, ...lines.slice(1)].join('\n'),
    STRANGE_KEY: strangeKey,
    LOCKED_KEY: lockedKey.privateKey,
    RIGHT_KEY: privateKey,
  };
}

/** Lines of the keys that the connectors hold: they must be found nowhere either. */
export const keyLines = ({ privateKey, strangeKey, lockedKey }: TestSshd): string[] =>
  [privateKey, strangeKey, lockedKey.privateKey].flatMap((key) =>
    key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
  );
