import DataLoader from 'dataloader';
import {
  readConnectorStates,
  readQuarantine,
  readQuarantinePage,
  readSyncRunPage,
  readSyncRuns,
  type QuarantineRow,
  type SyncRunRow,
} from '../../graph/read/runs';
import { readAuditPage, type AuditRow } from '../../audit/read';
import type { PageArgs, PageOf, Reading } from '../../graph/read/types';

export interface RunArgs {
  readonly connector: string | null;
  readonly status: string | null;
  readonly page: PageArgs;
}

export interface AuditArgs {
  readonly principal: string | null;
  readonly outcome: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly page: PageArgs;
}

export interface ConnectorState {
  readonly freshAt: Date | null;
  readonly lastRun: SyncRunRow | null;
}

/** Reads about the hub itself: runs, quarantine, audit log. */
export interface StewardLoaders {
  connectorState(connector: string): Promise<ConnectorState>;
  syncRuns(args: RunArgs): Promise<PageOf<SyncRunRow>>;
  syncRun(id: string): Promise<SyncRunRow | null>;
  quarantine(args: RunArgs): Promise<PageOf<QuarantineRow>>;
  quarantined(id: string): Promise<QuarantineRow | null>;
  audit(args: AuditArgs): Promise<PageOf<AuditRow>>;
}

/** What is said of a connector that has never run, or whose runs the caller may not see. */
const NEVER_RAN: ConnectorState = { freshAt: null, lastRun: null };

export function stewardLoaders(reading: Reading): StewardLoaders {
  const states = new DataLoader(async (connectors: readonly string[]) => {
    const found = await readConnectorStates({ reading });
    return connectors.map((id) => found.get(id) ?? NEVER_RAN);
  });
  const runs = new DataLoader(async (ids: readonly string[]) => {
    const found = await readSyncRuns({ reading, ids });
    return ids.map((id) => found.get(id) ?? null);
  });
  const rows = new DataLoader(async (ids: readonly string[]) => {
    const found = await readQuarantine({ reading, ids });
    return ids.map((id) => found.get(id) ?? null);
  });
  return {
    connectorState: (connector) => states.load(connector),
    syncRuns: (args) => readSyncRunPage({ reading, ...args }),
    syncRun: (id) => runs.load(id),
    quarantine: (args) => readQuarantinePage({ reading, ...args }),
    quarantined: (id) => rows.load(id),
    audit: (args) => readAuditPage({ reading, ...args }),
  };
}
