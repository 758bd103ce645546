import path from 'node:path';
import type { Scope } from '../../../src/access/scope';
import { loadCatalogue } from '../../../src/connect/load';
import { shownPeriod } from '../../../src/graph/read/link-dates';
import type { Reading } from '../../../src/graph/read/types';

const catalogue = loadCatalogue({
  folders: [path.join(__dirname, '../../../connectors')],
  env: {},
  withoutSecrets: true,
});
const [marriage] = catalogue
  .connector('civil-affairs')
  .streams.filter(({ name }) => name === 'marriage');
const reading = (view: Scope['view']): Reading =>
  ({ catalogue, scope: { view } }) as unknown as Reading;
const tie = {
  role: 'SPOUSE_OF' as const,
  streams: [marriage?.id ?? 0],
  since: '2001-05-01',
  until: '2020-02-02',
};
const WHOLE = {
  ORDINARY: 'WHOLE',
  QUASI_IDENTIFIER: 'WHOLE',
  DIRECT_IDENTIFIER: 'WHOLE',
  SENSITIVE: 'WHOLE',
} as const;

describe('the period of a tie', () => {
  it('is shown to whoever sees the days it is read from', () => {
    expect(shownPeriod(tie, reading(WHOLE))).toEqual({ since: '2001-05-01', until: '2020-02-02' });
  });

  it('is as hidden as the days it is read from: each end by its own item', () => {
    expect(shownPeriod(tie, reading({ ...WHOLE, SENSITIVE: 'HIDDEN' }))).toEqual({
      since: '2001-05-01',
      until: null,
    });
    expect(
      shownPeriod(tie, reading({ ...WHOLE, QUASI_IDENTIFIER: 'MASKED', SENSITIVE: 'MASKED' })),
    ).toEqual({ since: null, until: null });
  });

  it('is hidden where a department says it that the catalogue no longer knows', () => {
    expect(shownPeriod({ ...tie, streams: [1] }, reading(WHOLE))).toEqual({
      since: null,
      until: null,
    });
  });
});
