/**
 * Petitions (信访): JSON lines put into an exchange folder once a day (`xf-YYYYMMDD.jsonl`), and after them a manifest that
 * says how many lines there are (`xf-YYYYMMDD.count`). A petition may follow on a hotline ticket, whose number it cites.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDay, DAY, dayOf, HOUR, isoMoment, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { drawStamps } from '../events/life-cycle';
import { CATEGORIES, type Category } from '../events/categories';
import { OwnIncidents } from '../events/own-incidents';
import type { DayOfPapers, Incident } from '../events/types';
import { Random } from '../random';
import { BROKEN_BYTE, encodeBroken } from '../sinks/csv';
import { PapersByDay, type Dropped, type MovingPaper } from '../sinks/papers-by-day';
import { personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import type { Fault } from './truth';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAM = 'petitions.cases';
/** Petitions a week that follow on nothing, in a district of the default size. */
const WEEKLY = 7;
/** Share of the tickets of these categories after which somebody petitions. */
const FOLLOWED = 0.03;
/** Native code of each category that people petition about. */
export const PETITION_KINDS: Readonly<Record<string, readonly [code: string, zh: string]>> = {
  GARBAGE: ['0501', '环境卫生'],
  ILLEGAL_BUILDING: ['0401', '违法建设'],
  NOISE: ['0502', '噪声污染'],
  PROPERTY_MANAGEMENT: ['0402', '物业管理'],
  UTILITIES: ['0403', '水电气热'],
  FACILITY: ['0404', '市政设施'],
  DISPUTE: ['0601', '民间纠纷'],
  CONSUMER: ['0701', '消费维权'],
  LIVELIHOOD: ['0301', '社会保障'],
};
const WAYS = ['来信', '来访', '来访', '网上信访', '网上信访', '领导信箱'];
const OFFICES = ['区信访局', '区信访局', '街道信访办'];
/** Registered, taken on, handed over, answered, closed. */
const STEPS = [
  { median: 20 * HOUR, sigma: 0.6, longest: 3 * DAY },
  { median: 4 * DAY, sigma: 0.6, longest: 15 * DAY },
  { median: DAY, sigma: 0.6, longest: 5 * DAY },
  { median: 25 * DAY, sigma: 0.6, longest: 60 * DAY },
  { median: 8 * DAY, sigma: 0.7, longest: 30 * DAY },
];
const STATES = ['待登记', '已登记', '已受理', '已交办', '已答复', '已办结'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'ENCODING', 'KEY'];

interface Petition extends MovingPaper {
  readonly number: string;
  readonly row: Readonly<Record<string, string | number | null>>;
  readonly satisfied: string;
  readonly fault?: Fault;
}

export class PetitionDrops implements Desk {
  private readonly own: OwnIncidents;
  private readonly petitions: PapersByDay<Petition>;
  private readonly folder: string;
  private readonly about: readonly Category[];
  private taken = 0;
  private rows = 0;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.petitions = new PapersByDay(o.cutoff);
    this.folder = join(o.departments, 'petitions');
    this.about = CATEGORIES.filter(({ hub }) => PETITION_KINDS[hub] !== undefined);
    mkdirSync(this.folder, { recursive: true });
  }

  day(papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, STREAM, day);
    for (const { incident, number, stamps, repeats, caller } of papers.tickets) {
      if (repeats !== undefined || PETITION_KINDS[incident.category.hub] === undefined) continue;
      // People go on to petition once they have been answered, or some weeks after nothing came.
      const answered = stamps[1] ?? Infinity;
      const since = dayOf(Math.min(answered, incident.at + 30 * DAY));
      const at = this.own.moment(random, since + random.between(1, 9));
      if (random.chance(FOLLOWED)) this.add(incident, { at, ticket: number, person: caller });
    }
    for (let i = this.own.count(random, WEEKLY, day); i > 0; i--) {
      const at = this.own.moment(random, day);
      const category = random.pick(this.about);
      const id = this.own.number('XF', at, 4);
      this.add(this.own.incident(random, { id, category, at }), { at, person: -1 });
    }
    this.drop(day);
  }

  end(): Readonly<Record<string, number>> {
    return { [STREAM]: this.rows };
  }

  private add(incident: Incident, o: { at: Moment; ticket?: string; person: number }): void {
    const { world } = this;
    const { at, ticket } = o;
    if (at >= this.o.cutoff) return;
    const number = ticket === undefined ? incident.id : this.own.number('XF', at, 4);
    const random = new Random(world.seed, STREAM, number);
    const { category, place } = incident;
    const index = o.person >= 0 ? o.person : this.own.places.caller(random, place, dayOf(at), 0);
    const person = world.people[index];
    const name =
      person === undefined ? undefined : writeName(random, person.name, NAME_DIRT.petitions);
    const written =
      person === undefined
        ? undefined
        : writeNumber(random, person.identityNumber, NUMBER_DIRT.petitions);
    const address = writePlace(random, world, place, 'petitions');
    const fault = isBroken(random, this.taken++) ? random.pick(FAULTS) : undefined;
    const [kind] = PETITION_KINDS[category.hub] ?? ['9999'];
    this.petitions.add({
      number,
      at,
      stamps: drawStamps(random, at, STEPS),
      satisfied: random.pick(['满意', '基本满意', '不满意', '未评价']),
      ...(fault === undefined ? {} : { fault }),
      row: {
        xfxs: random.pick(WAYS),
        xfrxm: name?.text ?? null,
        xfrsfzh: written === undefined || written.text === '' ? null : written.text,
        xfrdh: person === undefined ? null : writePhone(random, person.phone),
        xfrs: random.chance(0.85) ? 1 : random.between(2, 12),
        wtsd: address.text,
        nrfl: kind,
        xfnr: `${random.pick(category.texts).replace('@', shortPlace(world, place))}${ticket === undefined ? '。' : ',曾拨打12345,对答复不满意。'}`,
        rxgdh: ticket ?? null,
        djjg: random.pick(OFFICES),
        // How closely a petitioner is to be watched. Not shared, and never read.
        gzcd: random.pick(['一般', '一般', '一般', '重点']),
      },
    });
    this.o.truth.row(STREAM, {
      key: number,
      event: incident.id,
      category: category.hub,
      place: placeId(world, place),
      address: address.form,
      persons: [
        {
          role: 'petitioner',
          person: person === undefined ? null : personId(index),
          ...(written === undefined ? {} : { number: written.state }),
          ...(name === undefined ? {} : { name: name.state }),
        },
      ],
      ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
    });
  }

  private drop(day: Day): void {
    const dropped = this.petitions.take(day);
    const name = `xf-${compactDay(day)}`;
    const lines = dropped.map((each, i) => {
      const { fault, number } = each.paper;
      if (each.first && fault !== undefined) {
        this.o.truth.broken(STREAM, { key: number, at: `${name}.jsonl line ${i + 1}`, fault });
      }
      return `${JSON.stringify(rowAt(each))}\n`;
    });
    const file = join(this.folder, `${name}.jsonl`);
    writeFileSync(
      file,
      encodeBroken(lines.join(''), (part) => Buffer.from(part, 'utf8')),
    );
    writeFileSync(join(this.folder, `${name}.count`), `${name}.jsonl=${String(dropped.length)}\n`);
    this.rows += dropped.length;
  }
}

/** A petition as it stood at the end of a day; what is broken in its first drop is mended in the next. */
function rowAt({ paper, first, stage, last }: Dropped<Petition>): Record<string, unknown> {
  const { row, at, stamps, number, satisfied } = paper;
  const fault = first ? paper.fault : undefined;
  const stamp = (n: number): string | null => (stage >= n ? isoMoment(stamps[n - 1] ?? 0) : null);
  const came = isoMoment(at);
  return {
    xfbh: fault === 'KEY' ? null : number,
    xfsj: fault === 'DATE' ? breakDate(came) : came,
    ...row,
    xfnr: fault === 'ENCODING' ? `${BROKEN_BYTE}${String(row['xfnr'])}` : row['xfnr'],
    djsj: stamp(1),
    slsj: stamp(2),
    jbsj: stamp(3),
    dfsj: stamp(4),
    bjsj: stamp(5),
    myd: stage >= 4 ? satisfied : null,
    zt: STATES[stage] ?? null,
    gxsj: isoMoment(last),
  };
}
