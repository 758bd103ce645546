/** Where files lie. Formats and drops know this and nothing more: a folder of this machine and one of an SFTP server are the same to them. */
export interface Folder {
  /** Resolves when the folder can be listed; else SOURCE_UNREACHABLE or SOURCE_REFUSED. */
  check(signal: AbortSignal): Promise<void>;
  /** Plain files that lie directly in it, in name order. */
  list(signal: AbortSignal): Promise<FolderEntry[]>;
  /** One file, also in a folder below; null: none is there. CONFIG_INVALID where the name leads out of the folder. */
  stat(name: string, signal: AbortSignal): Promise<FolderEntry | null>;
  open(name: string, signal: AbortSignal): Promise<OpenFile>;
  close(): Promise<void>;
}

export interface FolderEntry extends FileState {
  readonly name: string;
}

export interface FileState {
  /** Bytes. */
  readonly size: number;
  /** Time of change, in milliseconds since 1970, by the clock of the machine that holds it. */
  readonly changed: number;
}

export interface OpenFile {
  /** Bytes from `at` on: as many as asked for, fewer only at the end of the file, none behind it. */
  read(at: number, length: number): Promise<Buffer>;
  stat(): Promise<FileState>;
  close(): Promise<void>;
}

/** Size and time of change: while they stay, the file is the one that was read. */
export function stampOf({ size, changed }: FileState): string {
  return `${String(size)}:${String(Math.round(changed))}`;
}

/** What a promise gives, or the signal's reason, whichever comes first: a disk or a server that hangs holds nobody up. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      // The reason of a signal is whatever its owner gave; it goes on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // The loser of the race may still fail; nobody waits for it any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
