import { createHash } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import type { SFTPWrapper } from 'ssh2';
import type SftpClient from 'ssh2-sftp-client';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import { orAbort } from './folder';
import type { SftpSettings } from './settings';

/** A silent line is found dead after three of these without an answer. */
const KEEPALIVE_MS = 5_000;
const END_MS = 1_000;

/** One connection to an SFTP server: its client for the simple requests, its channel for reading parts of files. */
export interface SftpConnection {
  readonly client: SftpClient;
  readonly channel: SFTPWrapper;
  /** False once the line is cut, from either side. */
  readonly alive: boolean;
  /** Cuts the line at once. */
  destroy(): void;
  /** Takes leave, and cuts the line when that takes too long. */
  end(): Promise<void>;
}

/** The fingerprint of a server's key, as ssh-keygen -lf prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * Connects and signs in. SOURCE_REFUSED: another host key than the settings say, a wrong password or key. SOURCE_UNREACHABLE:
 * no server, or none that answers in time. No message holds a secret.
 */
export async function connectSftp(
  settings: SftpSettings,
  signal: AbortSignal,
): Promise<SftpConnection> {
  signal.throwIfAborted();
  const socket = await orAbort(openSocket(settings), signal);
  let given: string | null = null;
  // Loaded for those who need it: half of all commands would wait for it in vain.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Client = require('ssh2-sftp-client') as typeof SftpClient;
  const client: SftpClient = new Client('wangshu', {
    // Every request fails by itself when the line is cut; what comes between two is seen by the next.
    error: () => undefined,
    end: () => undefined,
    close: () => undefined,
  });
  const { password, privateKey, passphrase, username, timeoutMs } = settings;
  if (password !== undefined) answerPrompts(client, password);
  const ready = client.connect({
    sock: socket,
    username,
    readyTimeout: timeoutMs,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    tryKeyboard: password !== undefined,
    ...(password === undefined ? {} : { password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(passphrase === undefined ? {} : { passphrase }),
    hostVerifier: (key: Buffer) => {
      given = fingerprintOf(key);
      return given === settings.hostKey.replace(/=+$/, '');
    },
  });
  try {
    const channel = await orAbort(ready, signal);
    return connectionOf(client, channel, socket);
  } catch (cause) {
    socket.destroy();
    signal.throwIfAborted();
    throw failureOf(settings, given, cause);
  }
}

/** Servers that ask for the password by a prompt of their own (keyboard-interactive) are answered with it. */
function answerPrompts(client: SftpClient, password: string): void {
  client.on(
    'keyboard-interactive',
    (_name: string, _text: string, _language: string, prompts: unknown[], answer: Answer) => {
      answer(prompts.map(() => password));
    },
  );
}
type Answer = (answers: string[]) => void;

function openSocket({ host, port, timeoutMs }: SftpSettings): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port, noDelay: true });
    const fail = (cause: unknown): void => {
      socket.destroy();
      reject(unreachable({ host, port }, cause));
    };
    socket.setTimeout(timeoutMs, () => {
      fail(undefined);
    });
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function connectionOf(client: SftpClient, channel: SFTPWrapper, socket: Socket): SftpConnection {
  return {
    client,
    channel,
    get alive() {
      return !socket.destroyed && socket.writable;
    },
    destroy() {
      socket.destroy();
    },
    async end() {
      const limit = setTimeout(() => socket.destroy(), END_MS);
      // The line is gone either way; a farewell that was not heard is no fault.
      await client.end().catch(() => false);
      clearTimeout(limit);
      socket.destroy();
    },
  };
}

export function unreachable(
  { host, port }: Pick<SftpSettings, 'host' | 'port'>,
  cause: unknown,
): WangshuError {
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    `an SFTP server that answers is required at ${host} port ${String(port)}, none does; check host, port and the network between`,
    { cause },
  );
}

function failureOf(settings: SftpSettings, given: string | null, cause: unknown): WangshuError {
  if (isWangshuError(cause)) return cause;
  const { host, port, hostKey, password } = settings;
  const refused = (message: string): WangshuError => new WangshuError('SOURCE_REFUSED', message);
  const text = cause instanceof Error ? cause.message : '';
  if (given !== null && given !== hostKey.replace(/=+$/, '')) {
    return refused(
      `the host key ${hostKey} is required of the SFTP server ${host} port ${String(port)}, ${given} is given; ask the department whether its server has a new key (or another of several), and mend sftp.hostKey only then`,
    );
  }
  if (/authentication methods failed/i.test(text)) {
    return refused(
      `${password === undefined ? 'a private key' : 'a password'} that the SFTP server ${host} accepts for the account is required, it refuses the one given; check sftp.username and ${password === undefined ? 'sftp.privateKey' : 'sftp.password'}`,
    );
  }
  // What the parser says of a key may quote it: no cause goes with these.
  if (/privateKey|passphrase|key format|decrypt/i.test(text)) {
    return refused(
      'a private key in PEM or OpenSSH form, with the passphrase that opens it, is required in sftp.privateKey, something else is given',
    );
  }
  if (given === null && /handshake|Protocol|ident/i.test(text)) return unreachable(settings, cause);
  return unreachable(settings, cause);
}
