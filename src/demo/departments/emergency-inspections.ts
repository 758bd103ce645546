/**
 * Emergency management: inspections of work safety (安全生产检查), a row that moves from the visit to the day on which the
 * hazard is gone. Times carry their zone; deadlines are written 2026/3/5; the company is sometimes named and not numbered.
 */
import { join } from 'node:path';
import { DAY, dayOf, isoDay, zonedMoment, type Day, type Moment } from '../clock';
import { DIRT } from '../dirt';
import { writeCreditCode } from '../dirty/text';
import { drawStamps } from '../events/life-cycle';
import { OwnIncidents } from '../events/own-incidents';
import { progress, type DayOfPapers } from '../events/types';
import { cumulate, Random } from '../random';
import { FileSink } from '../sinks/file-sink';
import { placeId } from '../world/place-ref';
import type { Organisation, World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import { JsonDrops } from './json-drops';
import { organizationId } from './market';
import type { Fault } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const STREAM = 'emergency.inspections';
/** Visits a week in a district of the default size. */
const WEEKLY = 26;
/** Kinds of inspection by native code. */
export const SAFETY_KINDS = [
  ['AQ01', '安全生产日常检查', 40],
  ['AQ02', '危险化学品检查', 12],
  ['AQ03', '有限空间作业检查', 10],
  ['AQ04', '用电用气检查', 26],
  ['AQ05', '重大节假日专项检查', 12],
] as const;
const KIND_WEIGHTS = cumulate(SAFETY_KINDS.map(([, , weight]) => weight));
const HAZARDS = [
  '安全出口上锁',
  '配电箱未设漏电保护',
  '燃气软管老化,未装报警器',
  '特种作业人员证件过期',
  '有限空间未设警示标志',
  '危险化学品混放',
  '未按规定开展应急演练',
];
const RATINGS = ['红', '橙', '黄', '蓝'];
/** Rectified, checked again, closed. */
const STEPS = [
  { median: 6 * DAY, sigma: 0.8, longest: 60 * DAY },
  { median: 3 * DAY, sigma: 0.7, longest: 20 * DAY },
  { median: DAY, sigma: 0.6, longest: 10 * DAY },
];
const STATES = ['待整改', '已整改', '已复查', '已销号'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

export class EmergencyInspections implements Desk {
  private readonly own: OwnIncidents;
  private readonly sink: FileSink;
  private readonly drops: JsonDrops;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.sink = new FileSink(join(o.departments, 'emergency/inspections.jsonl'));
    this.drops = new JsonDrops(this.sink, zonedMoment);
  }

  day(_papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, STREAM, day);
    for (let i = this.own.count(random, WEEKLY, day); i > 0; i--) {
      const at = this.own.moment(random, day);
      this.write(random.pick(this.world.organisations), at);
    }
    this.drops.endDay(day);
  }

  end(): Readonly<Record<string, number>> {
    return { [STREAM]: this.sink.end() };
  }

  private write(organisation: Organisation, at: Moment): void {
    const { world, o } = this;
    if (at >= o.cutoff) return;
    const number = this.own.number('AJ', at, 4);
    const random = new Random(world.seed, STREAM, number);
    const [kind] = SAFETY_KINDS[random.weighted(KIND_WEIGHTS)]!;
    const hazards = random.chance(0.55) ? 0 : random.between(1, 3);
    const stamps = hazards === 0 ? [] : drawStamps(random, at, STEPS);
    const { stage, last } = progress(at, stamps, o.cutoff);
    const address = writePlace(random, world, organisation.site, 'emergency');
    const fault = isBroken(random, this.drops.rows) ? random.pick(FAULTS) : undefined;
    const visited = zonedMoment(at);
    const stamp = (n: number): string | null =>
      stage >= n ? zonedMoment(stamps[n - 1] ?? 0) : null;
    this.drops.add(hazards === 0 ? Math.min(at + 1_800, o.cutoff - 1) : last, {
      jcdh: fault === 'KEY' ? '' : number,
      qymc: nameOf(random, organisation),
      tyshxydm: random.chance(DIRT.missingCreditCode)
        ? null
        : writeCreditCode(random, organisation.creditCode),
      jcdz: address.text,
      jcsj: fault === 'DATE' ? breakDate(visited) : visited,
      jclb: kind,
      yhsl: hazards,
      yhms: hazards === 0 ? null : drawHazards(random, hazards),
      zgqx: hazards === 0 ? null : slashes(dayOf(at) + random.pick([7, 15, 30])),
      zgwcsj: stamp(1),
      fcsj: stamp(2),
      // What is found in order is closed on the spot.
      xhsj: hazards === 0 && fault !== 'DATE' ? visited : stamp(3),
      zt: hazards === 0 ? '合格' : STATES[stage],
      // A rating of the company that the platform reckons and shows to everybody who asks: the hub does not ask.
      aqfxdj: random.pick(RATINGS),
    });
    if (fault !== undefined) o.truth.broken(STREAM, { key: number, at: number, fault });
    o.truth.row(STREAM, {
      key: number,
      event: number,
      category: 'INSPECTION',
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
    });
  }
}

/** The register's name, or what inspectors call it: without the city. */
function nameOf(random: Random, { name }: Organisation): string {
  return random.chance(0.7) ? name : name.replace(/^(澄江市|澄湖区)/u, '');
}

function drawHazards(random: Random, count: number): string {
  const start = random.int(HAZARDS.length);
  const found = Array.from({ length: count }, (_, i) => HAZARDS[(start + i) % HAZARDS.length]!);
  return found.map((hazard, i) => `${i + 1}.${hazard}`).join(';');
}

/** 2026/3/5. */
function slashes(day: Day): string {
  const [year = '', month = '', date = ''] = isoDay(day).split('-');
  return `${year}/${Number(month)}/${Number(date)}`;
}
