/**
 * What a desk hears of without any of the four streams of events: drawn from a random stream of its own, so that no other
 * department's rows move.
 */
import { compactDay, DAY, dayOf, HOUR, weekdayOf, type Day, type Moment } from '../clock';
import { cumulate, type Random } from '../random';
import { DEFAULT_RESIDENTS, type World } from '../world/types';
import { CATEGORIES, type Category } from './categories';
import { PlaceDrawer } from './draw-place';
import type { Incident } from './types';

/** Weights of the hours of an office. */
const OFFICE_HOURS = cumulate([
  0, 0, 0, 0, 0, 0, 0, 0, 8, 20, 20, 14, 2, 4, 16, 18, 14, 5, 0, 0, 0, 0, 0, 0,
]);

export function categoryOf(hub: string): Category {
  const found = CATEGORIES.find((category) => category.hub === hub);
  if (found === undefined) throw new RangeError(`a category of the demo is required, ${hub} given`);
  return found;
}

export class OwnIncidents {
  readonly places: PlaceDrawer;
  private readonly counters = new Map<string, number>();

  constructor(private readonly world: World) {
    this.places = new PlaceDrawer(world);
  }

  /** How many come on a day, `weekly` of them a week in a district of the default size; none at weekends. */
  count(random: Random, weekly: number, day: Day): number {
    const weekday = weekdayOf(day);
    if (weekday === 0 || weekday === 6) return 0;
    return random.poisson(((weekly / 5) * this.world.residents) / DEFAULT_RESIDENTS);
  }

  /** A moment of an office day. */
  moment(random: Random, day: Day): Moment {
    return day * DAY + random.weighted(OFFICE_HOURS) * HOUR + random.int(HOUR);
  }

  /** An incident of the category somewhere in the district; its id is the number of the paper it makes. */
  incident(random: Random, o: { id: string; category: Category; at: Moment }): Incident {
    const subdistrict = random.int(this.world.subdistricts.length);
    const grids = this.places.gridsOfSubdistrict(subdistrict);
    return { ...o, place: this.places.place(random, o.category, grids) };
  }

  /** The next number of a day: prefix, `YYYYMMDD`, `width` digits. */
  number(prefix: string, at: Moment, width: number): string {
    const key = prefix + compactDay(dayOf(at));
    const next = (this.counters.get(key) ?? 0) + 1;
    this.counters.set(key, next);
    return key + String(next).padStart(width, '0');
  }
}
