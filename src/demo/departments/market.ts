/** Market supervision: market subjects and inspections, handed out over HTTP. */
import { DAY, isoDay, isoMoment, type Moment } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writeCreditCode, writePhone } from '../dirty/text';
import type { Inspection } from '../events/types';
import { Random } from '../random';
import type { FileSink } from '../sinks/file-sink';
import { personId, placeId, type PlaceRef } from '../world/place-ref';
import type { Organisation, World } from '../world/types';
import type { JsonDrops } from './json-drops';
import type { Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const SUBJECTS = 'market.subjects';
const INSPECTIONS = 'market.inspections';

/** Kinds of inspection, by native code. */
export const INSPECTION_KINDS = [
  ['01', '日常检查', 30],
  ['02', '双随机抽查', 25],
  ['03', '食品安全检查', 25],
  ['04', '特种设备检查', 10],
  ['05', '投诉核查', 10],
] as const;
const KIND_BAG = INSPECTION_KINDS.flatMap(([code, , weight]) => Array<string>(weight).fill(code));
const PROBLEMS = [
  '未公示营业执照',
  '食品原料过期',
  '进货台账不全',
  '特种设备超期未检',
  '明码标价不规范',
];
const CREDIT_DIGITS = '0123456789';

export function organizationId(organisation: Organisation): string {
  return `O${String(organisation.index).padStart(6, '0')}`;
}

export function siteOf(organisation: Organisation): PlaceRef {
  return organisation.site;
}

/** All market subjects, in the order of their last change. */
export function writeSubjects(world: World, sink: FileSink, truth: Truth): void {
  const random = new Random(world.seed, SUBJECTS);
  const end = world.asOf * DAY + DAY - 1;
  const rows = world.organisations.map((organisation) => {
    const founded = organisation.founded * DAY;
    const oldest = Math.max(founded, end - 1_500 * DAY);
    return { organisation, changed: Math.round(oldest + (end - oldest) * random.unit()) };
  });
  rows.sort((a, b) => a.changed - b.changed || a.organisation.index - b.organisation.index);
  for (const { organisation, changed } of rows) {
    subject(world, { random, organisation, changed, sink, truth });
  }
}

function subject(
  world: World,
  o: { random: Random; organisation: Organisation; changed: Moment; sink: FileSink; truth: Truth },
): void {
  const { random, organisation } = o;
  const founder = world.people[organisation.representative]!;
  const name = writeName(random, founder.name, NAME_DIRT.market);
  const number = writeNumber(random, founder.identityNumber, NUMBER_DIRT.market);
  const place = siteOf(organisation);
  const address = writePlace(random, world, place, 'market');
  const broken = isBroken(random, organisation.index);
  o.sink.json({
    tyshxydm: broken ? null : organisation.creditCode,
    mc: organisation.name,
    lx: organisation.kind,
    fddbr: name.text,
    fddbrsfzh: number.text === '' ? null : number.text,
    jyfw: organisation.scope,
    zs: address.text,
    lxdh: writePhone(random, organisation.phone),
    clrq: isoDay(organisation.founded),
    zt: organisation.status,
    gxsj: isoMoment(o.changed),
  });
  const key = organisation.creditCode;
  if (broken) o.truth.broken(SUBJECTS, { key, at: organisation.name, fault: 'KEY' });
  o.truth.row(SUBJECTS, {
    key,
    organization: organizationId(organisation),
    place: placeId(world, place),
    address: address.form,
    persons: [
      {
        role: 'representative',
        person: personId(founder.index),
        number: number.state,
        name: name.state,
      },
    ],
  });
}

/** One inspection; entered the same afternoon and never changed. */
export function writeInspection(
  world: World,
  o: { inspection: Inspection; drops: JsonDrops; truth: Truth },
): void {
  const { inspection } = o;
  const random = new Random(world.seed, INSPECTIONS, inspection.number);
  const organisation = world.organisations[inspection.organisation]!;
  const outcome = random.unit();
  const broken = isBroken(random, o.drops.rows);
  const code = inspectedCode(random, organisation.creditCode);
  const place = siteOf(organisation);
  const address = writePlace(random, world, place, 'market');
  const time = isoMoment(inspection.at);
  o.drops.add(inspection.at + random.int(3 * 3_600), {
    jcbh: inspection.number,
    tyshxydm: code.text,
    jcdd: address.text,
    jcsj: broken ? breakDate(time) : time,
    jclb: random.pick(KIND_BAG),
    jg: outcome < 0.78 ? '合格' : outcome < 0.95 ? '责令整改' : '立案查处',
    wtms: outcome < 0.78 ? null : random.pick(PROBLEMS),
  });
  const { number } = inspection;
  if (broken || code.mistyped) {
    const fault = broken ? 'DATE' : 'NUMBER';
    o.truth.broken(INSPECTIONS, { key: number, at: number, fault });
  }
  o.truth.row(INSPECTIONS, {
    key: number,
    event: number,
    category: 'INSPECTION',
    organization: organizationId(organisation),
    place: placeId(world, place),
    address: address.form,
  });
}

function inspectedCode(random: Random, code: string): { text: string; mistyped: boolean } {
  if (!random.chance(DIRT.mistypedCreditCode)) {
    return { text: writeCreditCode(random, code), mistyped: false };
  }
  const at = random.between(8, 15);
  const other = CREDIT_DIGITS.replace(code.charAt(at), '');
  const text = code.slice(0, at) + other.charAt(random.int(other.length)) + code.slice(at + 1);
  return { text, mistyped: true };
}
