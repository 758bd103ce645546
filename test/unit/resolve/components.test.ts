import fc from 'fast-check';
import { Components } from '../../../src/resolve/components';

/** An independent oracle: flood fill over an adjacency list. */
function floodFill(edges: readonly (readonly [string, string])[]): string[][] {
  const near = new Map<string, Set<string>>();
  for (const [a, b] of edges) {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const set = near.get(x) ?? new Set();
      set.add(y);
      near.set(x, set);
    }
  }
  const seen = new Set<string>();
  return [...near.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const group: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      group.push(next);
      for (const other of near.get(next) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
    return [group];
  });
}

const canonical = (groups: readonly (readonly string[])[]): string =>
  JSON.stringify(
    groups.map((group) => [...group].sort()).sort((x, y) => ((x[0] ?? '') < (y[0] ?? '') ? -1 : 1)),
  );

const edge = fc.tuple(
  fc.integer({ min: 0, max: 60 }).map(String),
  fc.integer({ min: 0, max: 60 }).map(String),
);

describe('Components', () => {
  it('finds the same components as a flood fill, on random graphs', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 120 }), (edges) => {
        const components = new Components();
        for (const [a, b] of edges) components.join(a, b);
        expect(canonical(components.groups())).toBe(canonical(floodFill(edges)));
      }),
    );
  });

  it('follows a chain of a hundred thousand without growing the stack', () => {
    const components = new Components();
    for (let i = 0; i < 100_000; i += 1) components.join(String(i), String(i + 1));
    expect(components.groups()).toHaveLength(1);
  });
});
