/** A running embedded PostgreSQL server. */
export interface EmbeddedServer {
  /** Address of the hub's database: postgres://hub:…@127.0.0.1:PORT/wangshu. It holds the password: not for logs. */
  readonly url: string;
  /** Address of the database `postgres` of the same server, for making and dropping databases. */
  readonly adminUrl: string;
  readonly port: number;
  /** The folder the database really is in: the wished one, or the one that stands in for it. */
  readonly home: string;
  readonly logFile: string;
  /** True when this call started the server; false when it was running already, started by another call or process. */
  readonly startedHere: boolean;
  /** Stops the server when it was started here; otherwise it is its starter's, and nothing happens. */
  stop(): Promise<void>;
  /** Lets it run on when this process ends; whoever is still there stops it. Nothing happens where it was only joined. */
  leave(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Where the database is kept; made when missing, otherwise empty or made here before. */
  readonly dataDir: string;
  /** Default: that of the last start when it is free, else any free one. */
  readonly port?: number;
  /** Made when missing. Default: wangshu. */
  readonly database?: string;
  readonly onLog?: (line: string) => void;
  /** False gives up safety in a power cut for speed: for tests only. Default: true. */
  readonly durable?: boolean;
  /** Settings of PostgreSQL by name, before the defaults of settings.ts. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const DEFAULT_DATABASE = 'wangshu';
