import { showItem } from '../../../src/access/view';

const view = {
  ORDINARY: 'WHOLE',
  QUASI_IDENTIFIER: 'MASKED',
  DIRECT_IDENTIFIER: 'MASKED',
  SENSITIVE: 'HIDDEN',
} as const;

describe('items through a view', () => {
  it('are shown whole, through their mask, or not at all', () => {
    expect(showItem({ view }, { kind: 'ORDINARY', mask: 'none' }, '男')).toBe('男');
    expect(showItem({ view }, { kind: 'QUASI_IDENTIFIER', mask: 'year' }, '1980-02-03')).toBe(
      '1980',
    );
    expect(showItem({ view }, { kind: 'SENSITIVE', mask: 'last4' }, '123456')).toBeNull();
    expect(showItem({ view }, { kind: 'DIRECT_IDENTIFIER', mask: 'last4' }, null)).toBeNull();
  });

  it('are hidden where they should be masked and no mask is named', () => {
    expect(showItem({ view }, { kind: 'DIRECT_IDENTIFIER', mask: 'none' }, '123456')).toBeNull();
  });
});
