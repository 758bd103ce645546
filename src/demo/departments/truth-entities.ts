/** Who and what truly is in the district, and a summary of what was made of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoDay } from '../clock';
import { outbreaksOf } from '../events/rates';
import { personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import { organizationId } from './market';
import type { Truth } from './truth';

/** Files `residents` (people who live elsewhere included), `organizations`. Places and things have no truth beside their keys. */
export function writeEntities(world: World, truth: Truth): void {
  for (const person of world.people) {
    truth.entity('residents', {
      id: personId(person.index),
      identityNumber: person.identityNumber,
      name: person.name,
      sex: person.sex,
      birth: isoDay(person.birth),
      phone: person.phone,
      home:
        person.household < 0 ? null : placeId(world, { kind: 'ROOM', household: person.household }),
    });
  }
  for (const organisation of world.organisations) {
    truth.entity('organizations', {
      id: organizationId(organisation),
      creditCode: organisation.creditCode,
      name: organisation.name,
      place: placeId(world, organisation.site),
    });
  }
}

/** What `truth.json` says. */
export interface TruthSummary {
  readonly seed: number;
  readonly residents: number;
  readonly asOf: string;
  /** Rows by `department.stream`, as the departments hold them. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of those, rows that nobody can understand. */
  readonly broken: Readonly<Record<string, number>>;
  /** Planted; `from` and `to` are days, both included; `area` is an area code. */
  readonly outbreaks: readonly {
    readonly name: string;
    readonly category: string;
    readonly area: string;
    readonly from: string;
    readonly to: string;
  }[];
}

export function writeSummary(
  world: World,
  o: {
    truth: Truth;
    folder: string;
    parameters: { seed: number; residents: number; asOf: string };
    counts: Readonly<Record<string, number>>;
  },
): void {
  const { seed, residents, asOf } = o.parameters;
  const summary: TruthSummary = {
    seed,
    residents,
    asOf,
    rows: o.counts,
    broken: o.truth.brokenRows,
    outbreaks: outbreaksOf(world).map(({ name, category, area, from, to }) => ({
      name,
      category,
      area,
      from: isoDay(from),
      to: isoDay(to),
    })),
  };
  mkdirSync(o.folder, { recursive: true });
  writeFileSync(join(o.folder, 'truth.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
