import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalogue, Connector } from '../../../src/connect/connector';
import type { Reader } from '../../../src/connect/reader';
import type { TestFolder } from '../../support/hub';

/**
 * Small departments as files, each its own folder: residents by identity number (of an unassigned division) and one
 * event a row. All of them know the same residents, so that their order would show in the graph if it mattered.
 */
export function writeSource(folder: TestFolder, id: string, rows = 3): void {
  folder.write(
    `connectors/${id}/connector.yaml`,
    `id: ${id}
department: { code: ${id}, zh: 部门, en: ${id} }
title: { zh: 登记, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder.path}/data/${id}', format: csv }
streams:
  visit:
    from: visit.csv
    key: [bh]
    pageSize: 10
    record: ${id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Record
    items:
      bh: { kind: ORDINARY }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4 }
      rq: { type: date, kind: ORDINARY }
      bt: { kind: ORDINARY }
    mentions:
      person: { as: Resident, identityNumber: sfzh }
      visit: { as: Event, number: { scheme: ${id}, item: bh }, title: bt, occurredAt: rq }
    links:
      - { from: person, role: INVOLVED_IN, to: visit }
`,
  );
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    return `${id}-${String(index)},${identityNumber(index)},2026-03-${day},visit ${String(index)}`;
  });
  folder.write(`data/${id}/visit.csv`, ['bh,sfzh,rq,bt', ...lines, ''].join('\n'));
}

/** GB 11643 numbers of division 990101, which is assigned to nobody. */
function identityNumber(index: number): string {
  const body = `99010119900101${String(index + 1).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return `${body}${'10X98765432'[sum % 11] ?? ''}`;
}

/** The same catalogue with readers that take their time before every page but the first, as far systems do. */
export function slowCatalogue(catalogue: Catalogue, pageMs: number): Catalogue {
  return withReaders(catalogue, (reader) => ({
    check: (...how) => reader.check(...how),
    discover: (...how) => reader.discover(...how),
    close: () => reader.close(),
    async *read(request) {
      for await (const page of reader.read(request)) {
        yield page;
        await sleep(pageMs);
      }
    },
  }));
}

export function withReaders(catalogue: Catalogue, wrap: (reader: Reader) => Reader): Catalogue {
  const connectors = catalogue.connectors.map((connector): Connector => ({
    ...connector,
    openReader: () => wrap(connector.openReader()),
  }));
  return {
    ...catalogue,
    connectors,
    connector: (id) => connectors.find((each) => each.id === id) ?? catalogue.connector(id),
  };
}
