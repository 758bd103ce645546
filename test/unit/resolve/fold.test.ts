import fc from 'fast-check';
import { NOUN_CODE } from '../../../src/domain/nouns';
import { foldBridges, type Bridge } from '../../../src/resolve/fold';

const event = (a: string, b: string, aRank: number, bRank: number): Bridge => ({
  noun: NOUN_CODE.Event,
  a,
  b,
  a_rank: aRank,
  b_rank: bRank,
});
const place = (compound: string, street: string): Bridge => ({
  noun: NOUN_CODE.Place,
  a: compound,
  b: street,
  a_rank: 0,
  b_rank: 1,
});

describe('foldBridges', () => {
  it('names a case by the first report, however long the chain of citations', () => {
    const aliases = foldBridges(NOUN_CODE.Event, [
      event('hotline-1', 'grid-7', 1, 10),
      event('grid-7', 'urban-3', 5, 10),
    ]);
    expect(aliases.map(({ key, root }) => [key, root]).sort()).toEqual([
      ['grid-7', 'hotline-1'],
      ['urban-3', 'hotline-1'],
    ]);
  });

  it('gives the same aliases for any order of the records', () => {
    const key = fc.integer({ min: 0, max: 20 }).map((n) => `k${n}`);
    const bridge = fc
      .tuple(key, key, fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }))
      .map(([a, b, ra, rb]) => event(a, b, ra, rb));
    fc.assert(
      fc.property(
        fc.array(bridge, { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (bridges, order) => {
          const shuffled = bridges
            .map((each, i) => [order[i] ?? 0, each] as const)
            .sort(([x], [y]) => x - y)
            .map(([, each]) => each);
          const sorted = (list: readonly Bridge[]): string =>
            JSON.stringify(
              [...foldBridges(NOUN_CODE.Event, list)].sort((x, y) => (x.key < y.key ? -1 : 1)),
            );
          expect(sorted(shuffled)).toBe(sorted(bridges));
        },
      ),
    );
  });

  it('lets a street number stand for the one compound that the register ties it to', () => {
    expect(
      foldBridges(NOUN_CODE.Place, [place('sunshine', 'peace-12'), place('sunshine', 'peace-12')]),
    ).toEqual([{ key: 'peace-12', noun: NOUN_CODE.Place, root: 'sunshine' }]);
  });

  it('never joins two compounds that share a street number', () => {
    expect(
      foldBridges(NOUN_CODE.Place, [place('sunshine', 'peace-12'), place('moonlight', 'peace-12')]),
    ).toEqual([]);
  });

  it('stays refused when a third record repeats one of the two', () => {
    const bridges = [place('a', 's'), place('b', 's'), place('a', 's')];
    expect(foldBridges(NOUN_CODE.Place, bridges)).toEqual([]);
  });
});
