import { loadCatalogue } from '../../../src/connect/load';
import { testFolder } from '../../support/hub';

/** What is wrong with a connector of that reader whose stream is a snapshot; empty: nothing is. */
function faultsOf(reader: string, from: string): string {
  const folder = testFolder();
  try {
    folder.write(
      'connectors/source/connector.yaml',
      `id: source
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: source }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: ${reader}
streams:
  visit:
    from: '${from}'
    key: [id]
    deletes: snapshot
    record: VisitRecord
    items: { id: { kind: ORDINARY } }
`,
    );
    loadCatalogue({ folders: [`${folder.path}/connectors`], env: {} });
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    folder.remove();
  }
}

describe('a snapshot of files', () => {
  it('is one file, read whole', () => {
    const reader = '{ kind: file, folder: /x, format: csv }';
    expect(faultsOf(reader, 'visit.csv')).toBe('');
  });

  it.each([
    ['files of many days', '{ kind: file, folder: /x, format: csv }', 'visit-{date}.csv'],
    ['daily drops', '{ kind: file, folder: /x, format: csv, drops: daily }', 'visit-{date}.csv'],
    [
      'batches',
      "{ kind: file, folder: /x, format: csv, drops: { kind: exchange, done: '{batch}.ok' } }",
      'visit-{batch}.csv',
    ],
  ])('is none of %s: each tells a part, and would take the others away', (_, reader, from) => {
    expect(faultsOf(reader, from)).toMatch(/streams\.visit\.deletes.*bit by bit.*"snapshot"/s);
  });
});
