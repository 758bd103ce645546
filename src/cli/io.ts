/** Where a command reads its surroundings and writes its answers; tests give their own. */
export interface Io {
  /** Answers: text for people, or JSON. */
  readonly out: (text: string) => void;
  /** Everything else: progress, logs, faults. */
  readonly err: (text: string) => void;
  /** Progress may move about on the screen. */
  readonly interactive: boolean;
  /** Absent: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Aborted when the user wants it to end (Ctrl-C, SIGTERM). */
  readonly stop: AbortSignal;
}

export function line(write: (text: string) => void, text = ''): void {
  write(`${text}\n`);
}
