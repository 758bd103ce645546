import { PageLimit } from '../../../../src/connect/readers/sql/page-limit';

describe('the rows that a page of a table may have', () => {
  it('grow in steps where rows turn out short, up to what is asked for', () => {
    const limit = new PageLimit(20_000, true, null);
    const sizes = [0, 1, 2, 3].map(() => {
      limit.saw(limit.rows, limit.rows * 100);
      return limit.rows;
    });
    expect(sizes).toEqual([4_000, 20_000, 20_000, 20_000]);
  });

  it('are a small part of those that were too many, whatever was learnt while they came', () => {
    const limit = new PageLimit(20_000, true, null);
    const asked = limit.rows;
    // The rows of the page before were short: the limit has grown since the statement was sent.
    limit.saw(500, 500);
    expect(limit.rows).toBe(4_000);
    limit.shrink(asked);
    expect(limit.rows).toBe(31);
    for (let i = 0; i < 5; i += 1) limit.shrink(limit.rows);
    expect(limit.rows).toBe(1);
  });
});
