/**
 * One day of the district: what happened, and the papers it made in each department. Every day draws from its own
 * random stream; days are simulated in order, because a paper may be caused by one of the day before.
 */
import { compactDay, DAY, dayOf, HOUR, weekdayOf, type Day, type Moment } from '../clock';
import { DIRT } from '../dirt';
import { Random, cumulate } from '../random';
import type { Range, World } from '../world/types';
import { gridOf } from '../world/place-ref';
import { CATEGORIES, STREAMS, type Category, type Stream } from './categories';
import { PlaceDrawer } from './draw-place';
import { drawStamps, STEPS, stampsWithin } from './life-cycle';
import { dailyMean, outbreakMean, outbreaksOf, shareOf, type Outbreak } from './rates';
import type {
  DayOfPapers,
  GridEvent,
  Incident,
  Inspection,
  PoliceCall,
  Ticket,
  UrbanCase,
} from './types';

const INSPECTIONS_PER_WEEK = 38;
/** Weights of the hours 0–23. */
const HOURS: Readonly<Record<Stream, Float64Array>> = {
  hotline: cumulate([
    1, 1, 1, 1, 1, 2, 4, 9, 18, 22, 22, 18, 12, 13, 18, 20, 18, 15, 12, 11, 10, 8, 5, 2,
  ]),
  police: cumulate([
    9, 6, 4, 3, 2, 3, 5, 8, 11, 13, 13, 12, 11, 11, 12, 13, 13, 14, 15, 16, 17, 18, 17, 13,
  ]),
  grid: cumulate([0, 0, 0, 0, 0, 0, 0, 3, 16, 22, 22, 15, 5, 6, 18, 21, 18, 9, 4, 3, 1, 0, 0, 0]),
  urban: cumulate([
    0, 0, 0, 0, 0, 1, 4, 10, 18, 20, 18, 14, 8, 9, 16, 18, 16, 10, 6, 4, 2, 1, 0, 0,
  ]),
};

export class Simulator {
  private readonly places: PlaceDrawer;
  private readonly outbreaks: readonly Outbreak[];
  private readonly counters = new Map<string, number>();
  private random: Random;
  private papers = emptyDay();

  constructor(private readonly world: World) {
    this.places = new PlaceDrawer(world);
    this.outbreaks = outbreaksOf(world);
    this.random = new Random(world.seed, 'events');
  }

  /** The papers that the incidents of `day` made; some are dated a day or two later. */
  day(day: Day): DayOfPapers {
    this.random = new Random(this.world.seed, 'events', day);
    this.papers = emptyDay();
    for (const stream of STREAMS) {
      const drafts = STREAM_CATEGORIES[stream].flatMap((category) =>
        this.draft(stream, category, day),
      );
      drafts.sort((a, b) => a.at - b.at);
      for (const draft of drafts) this.make(stream, draft, day);
    }
    this.inspect(day);
    return this.papers;
  }

  private draft(stream: Stream, category: Category, day: Day): Draft[] {
    const { world, random } = this;
    const drafts: Draft[] = [];
    const add = (count: number, grids: Range, outbreak?: string): void => {
      for (let i = 0; i < count; i++) {
        const at = day * DAY + random.weighted(HOURS[stream]) * HOUR + random.int(HOUR);
        const place = this.places.place(random, category, grids);
        drafts.push({ category, at, place, ...(outbreak === undefined ? {} : { outbreak }) });
      }
    };
    world.subdistricts.forEach((_, subdistrict) => {
      const share = shareOf(world, this.places.residentsBySubdistrict, subdistrict);
      const mean = dailyMean(world, { stream, category, day, subdistrict, share });
      add(random.poisson(mean), this.places.gridsOfSubdistrict(subdistrict));
    });
    for (const outbreak of this.outbreaks) {
      if (outbreak.category !== category.hub) continue;
      const count = random.poisson(outbreakMean(world, outbreak, stream, day));
      add(count, this.places.gridsOfArea(outbreak.area), outbreak.name);
    }
    return drafts;
  }

  private make(stream: Stream, draft: Draft, day: Day): void {
    switch (stream) {
      case 'hotline':
        return this.ticket(draft, day);
      case 'police':
        return this.policeCall(draft, day);
      case 'grid':
        return this.gridEvent(incidentOf(this.number('WG', draft.at), draft));
      case 'urban': {
        const incident = incidentOf(this.number('CG', draft.at), draft);
        const source = this.random.chance(0.8) ? 'PATROL' : 'VIDEO';
        this.urbanCase(incident, { number: incident.id, at: draft.at, source });
      }
    }
  }

  private ticket(draft: Draft, day: Day): void {
    const { random } = this;
    const incident = incidentOf(this.number('DH', draft.at), draft);
    const stamps = drawStamps(random, draft.at, STEPS.hotline);
    const caller = this.places.caller(random, draft.place, day, DIRT.anonymousCaller);
    const ticket: Ticket = {
      number: incident.id,
      incident,
      at: draft.at,
      stamps,
      caller,
      late: this.late(),
    };
    this.papers.tickets.push(ticket);
    if (random.chance(DIRT.repeatedTicket)) this.repeat(ticket);
    const [dispatched = Infinity, handled = Infinity] = stamps;
    if (dispatched === Infinity) return;
    if (random.chance(draft.category.toGrid)) {
      this.gridEvent(incident, { at: dispatched, until: handled, cites: ticket.number });
    } else if (random.chance(draft.category.toUrban)) {
      const number = this.number('CG', dispatched);
      const within = stampsWithin(random, dispatched, handled, STEPS.urban.length);
      this.urbanCase(
        incident,
        { number, at: dispatched, source: 'HOTLINE', cites: ticket.number },
        within,
      );
    }
  }

  /** The same call entered again within the hour, under another number. */
  private repeat(first: Ticket): void {
    const at = Math.min(first.at + this.random.between(60, 3_000), dayOf(first.at) * DAY + DAY - 1);
    const shift = at - first.at;
    this.papers.tickets.push({
      ...first,
      number: this.number('DH', at),
      at,
      stamps: first.stamps.map((stamp) => stamp + shift),
      late: this.late(),
      repeats: first.number,
    });
  }

  private gridEvent(
    incident: Incident,
    parent?: { at: Moment; until: Moment; cites: string },
  ): void {
    const { random } = this;
    const at = parent?.at ?? incident.at;
    const stamps =
      parent === undefined
        ? drawStamps(random, at, STEPS.grid)
        : stampsWithin(random, at, parent.until, STEPS.grid.length);
    const number = parent === undefined ? incident.id : this.number('WG', at);
    this.papers.gridEvents.push({
      number,
      incident,
      at,
      stamps,
      ...(parent === undefined ? {} : { cites: parent.cites }),
    });
    const [, dispatched = Infinity, handled = Infinity] = stamps;
    if (dispatched === Infinity || !random.chance(incident.category.toUrban)) return;
    const within = stampsWithin(random, dispatched, handled, STEPS.urban.length);
    const own = { number: this.number('CG', dispatched), at: dispatched, source: 'GRID' as const };
    this.urbanCase(incident, { ...own, cites: number }, within);
  }

  private urbanCase(
    incident: Incident,
    own: Pick<UrbanCase, 'number' | 'at' | 'source' | 'cites'>,
    stamps = drawStamps(this.random, own.at, STEPS.urban),
  ): void {
    const thing = incident.category.hub === 'FACILITY' ? this.thingNear(incident) : undefined;
    this.papers.urbanCases.push({
      ...own,
      incident,
      stamps,
      ...(thing === undefined ? {} : { thing }),
    });
  }

  private policeCall(draft: Draft, day: Day): void {
    const { random } = this;
    const incident = incidentOf(this.number('J990106', draft.at), draft);
    this.papers.policeCalls.push({
      number: incident.id,
      incident,
      at: draft.at,
      stamps: drawStamps(random, draft.at, STEPS.police),
      caller: this.places.caller(random, draft.place, day, 0.05),
    });
  }

  private inspect(day: Day): void {
    const { random, world } = this;
    const weekday = weekdayOf(day);
    if (weekday === 0 || weekday === 6) return;
    const mean = ((INSPECTIONS_PER_WEEK / 5) * world.organisations.length) / 4_000;
    for (let i = random.poisson(mean); i > 0; i--) {
      const at = day * DAY + random.between(9 * HOUR, 17 * HOUR);
      const organisation = random.int(world.organisations.length);
      this.papers.inspections.push({ number: this.number('JC', at), organisation, at });
    }
  }

  /** A component of the same grid, if any: things are few, so the first that fits a random start is good enough. */
  private thingNear(incident: Incident): number | undefined {
    const { things } = this.world;
    const grid = gridOf(this.world, incident.place);
    const start = this.random.int(things.length);
    for (let i = 0; i < things.length && i < 4_000; i++) {
      const index = (start + i) % things.length;
      if (things[index]?.grid === grid) return index;
    }
    return undefined;
  }

  private late(): number {
    return this.random.chance(DIRT.lateTicket) ? this.random.between(1, 4) : 0;
  }

  private number(prefix: string, at: Moment): string {
    const key = prefix + compactDay(dayOf(at));
    const next = (this.counters.get(key) ?? 0) + 1;
    this.counters.set(key, next);
    return key + String(next).padStart(5, '0');
  }
}

type Draft = Omit<Incident, 'id'>;

const STREAM_CATEGORIES = Object.fromEntries(
  STREAMS.map((stream) => [stream, CATEGORIES.filter((item) => item.weekly[stream] > 0)]),
) as Record<Stream, Category[]>;

function incidentOf(id: string, draft: Draft): Incident {
  return { id, ...draft };
}

function emptyDay(): {
  tickets: Ticket[];
  gridEvents: GridEvent[];
  urbanCases: UrbanCase[];
  policeCalls: PoliceCall[];
  inspections: Inspection[];
} {
  return { tickets: [], gridEvents: [], urbanCases: [], policeCalls: [], inspections: [] };
}
