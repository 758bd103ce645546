/**
 * Connected components by union-find with path halving and union by size (Tarjan & van Leeuwen 1984). Exact: no order of
 * the edges changes the result.
 */
export class Components {
  private readonly index = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly parent: number[] = [];
  private readonly size: number[] = [];

  private slot(name: string): number {
    let at = this.index.get(name);
    if (at === undefined) {
      at = this.names.length;
      this.index.set(name, at);
      this.names.push(name);
      this.parent.push(at);
      this.size.push(1);
    }
    return at;
  }

  private find(start: number): number {
    let at = start;
    for (;;) {
      const up = this.parent[at] as number;
      if (up === at) return at;
      const above = this.parent[up] as number;
      this.parent[at] = above;
      at = above;
    }
  }

  join(a: string, b: string): void {
    let x = this.find(this.slot(a));
    let y = this.find(this.slot(b));
    if (x === y) return;
    if ((this.size[x] as number) < (this.size[y] as number)) [x, y] = [y, x];
    this.parent[y] = x;
    this.size[x] = (this.size[x] as number) + (this.size[y] as number);
  }

  /** Members of every component, in no promised order. */
  groups(): string[][] {
    const groups = new Map<number, string[]>();
    for (let i = 0; i < this.names.length; i += 1) {
      const root = this.find(i);
      const name = this.names[i] as string;
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [name]);
      else group.push(name);
    }
    return [...groups.values()];
  }
}
