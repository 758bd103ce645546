import { statSync } from 'node:fs';
import type { Catalogue } from '../connect/connector';
import { findConnectorFiles } from '../connect/load';

export interface LiveCatalogue {
  /** What the files said when they were looked at last; hold on to it, not to its parts. */
  readonly catalogue: Catalogue;
  /** Looks at the files, and reads all of them anew where one was changed, added or taken away. Resolves to whether it was so. */
  refresh(): Promise<boolean>;
}

/** Which files there are, how large and of when. */
function stampsOf(folders: readonly string[]): string {
  const stamps = findConnectorFiles(folders).map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [file, size, mtimeMs];
  });
  return JSON.stringify(stamps);
}

/**
 * The connectors of a worker, which goes on for months while people mend their files. `load` reads them; `adopt` is told of what was read
 * anew, before it counts. Where either throws, or the folder is away, everything stays as it was and the next look tries again.
 */
export function liveCatalogue(
  folders: readonly string[],
  load: () => Catalogue,
  adopt: (catalogue: Catalogue) => Promise<void>,
): LiveCatalogue {
  let stamps = stampsOf(folders);
  let current = load();
  return {
    catalogue: {
      get connectors() {
        return current.connectors;
      },
      get streams() {
        return current.streams;
      },
      get unusable() {
        return current.unusable;
      },
      get sources() {
        return current.sources;
      },
      connector: (id) => current.connector(id),
      stream: (id) => current.stream(id),
    },
    async refresh() {
      const now = stampsOf(folders);
      if (now === stamps) return false;
      const next = load();
      await adopt(next);
      stamps = now;
      current = next;
      return true;
    },
  };
}
