import { statfsSync } from 'node:fs';

/**
 * Settings for a machine of 2 cores and up that the hub shares with its own Node processes; a district that needs more
 * runs a server of its own. Given on the command line at each start, so that a new version's settings hold for
 * old data too. wal_compression stays off: the packaged build has pglz alone, which costs more than it saves here.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '2GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // No replica and no archive can hang on an embedded server; bulk loads into new tables then write no WAL.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  // Statements, constraint details and COPY lines carry residents' values: the caller gets them, the log never does.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** For tests alone: a power cut may lose everything, a crash of the process nothing. No autovacuum: plans stay the same. */
const NOT_DURABLE: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
};

const SHARED_MEMORY_NEEDED = 512 * 1024 * 1024;

/** Containers often have 64 MB of /dev/shm, too little for one parallel hash join: then System V memory is used. */
function sharedMemory(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    if (blocks * bsize >= SHARED_MEMORY_NEEDED) return {};
  } catch {
    // No /dev/shm at all: the same remedy.
  }
  return { dynamic_shared_memory_type: 'sysv' };
}

/** The server's settings by name; `own` goes before the defaults. */
export function serverSettings(
  durable: boolean,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...ALWAYS, ...sharedMemory(), ...(durable ? {} : NOT_DURABLE), ...own };
}
