/** Culture and tourism: licensed venues (internet cafés, karaoke, hotels), handed out as XML over HTTP. */
import { DAY, isoDay, isoMoment, type Moment } from '../clock';
import { NAME_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeCreditCode, writePhone } from '../dirty/text';
import { cumulate, Random } from '../random';
import type { FileSink } from '../sinks/file-sink';
import { personId, placeId } from '../world/place-ref';
import type { Organisation, World } from '../world/types';
import { organizationId } from './market';
import type { Truth } from './truth';
import { writePlace } from './write';

const STREAM = 'culture.venues';
/** Share of the organisations that hold a licence of this department. */
const LICENSED = 0.07;
/** In the smallest districts, so that there is something to inspect. */
const LEAST = 12;

/** Kinds of venue: native code, words, weight, what the sign says. */
export const VENUE_KINDS = [
  ['WL01', '互联网上网服务营业场所', 22, '网咖'],
  ['WL02', '歌舞娱乐场所', 22, '量贩KTV'],
  ['WL03', '旅馆', 40, '酒店'],
  ['WL04', '游艺娱乐场所', 8, '电玩城'],
  ['WL05', '演出场所', 8, '剧场'],
] as const;
const KIND_WEIGHTS = cumulate(VENUE_KINDS.map(([, , weight]) => weight));

export interface Venue {
  readonly number: string;
  readonly organisation: Organisation;
  readonly kind: (typeof VENUE_KINDS)[number];
  /** What stands on the sign: not the registered name. */
  readonly sign: string;
  readonly licensed: number;
}

/** Pure: the same world, the same venues. */
export function makeVenues(world: World): Venue[] {
  const random = new Random(world.seed, 'venues');
  const open = world.organisations.filter(({ status }) => status === '存续');
  const wanted = Math.min(open.length, Math.max(LEAST, Math.round(open.length * LICENSED)));
  for (let i = 0; i < wanted; i++) {
    const j = random.between(i, open.length - 1);
    [open[i], open[j]] = [open[j]!, open[i]!];
  }
  return open.slice(0, wanted).map((organisation, index) => {
    const kind = VENUE_KINDS[random.weighted(KIND_WEIGHTS)]!;
    const brand = organisation.name.replace(/^(澄江市|澄湖区)/u, '').slice(0, 2);
    return {
      number: `WLCS990106${String(index + 1).padStart(5, '0')}`,
      organisation,
      kind,
      sign: `${brand}${kind[3]}`,
      licensed: random.between(Math.min(organisation.founded + 20, world.asOf - 1), world.asOf - 1),
    };
  });
}

/** All venues, in the order of their last change. */
export function writeVenues(world: World, sink: FileSink, truth: Truth): void {
  const random = new Random(world.seed, STREAM);
  const rows = makeVenues(world).map((venue) => ({
    venue,
    changed: venue.licensed * DAY + random.between(32_400, 61_200),
  }));
  rows.sort((a, b) => a.changed - b.changed || (a.venue.number < b.venue.number ? -1 : 1));
  for (const { venue, changed } of rows) {
    write(world, { random, venue, changed, sink, truth });
  }
}

function write(
  world: World,
  o: {
    random: Random;
    venue: Venue;
    changed: Moment;
    sink: FileSink;
    truth: Truth;
  },
): void {
  const { random, venue } = o;
  const { organisation, number } = venue;
  const manager = world.people[organisation.representative]!;
  const name = writeName(random, manager.name, NAME_DIRT.market);
  const address = writePlace(random, world, organisation.site, 'culture');
  o.sink.json({
    csbh: number,
    csmc: venue.sign,
    tyshxydm: writeCreditCode(random, organisation.creditCode),
    cslb: venue.kind[0],
    csdz: address.text,
    fzrxm: name.text,
    fzrdh: writePhone(random, organisation.phone),
    // Beds, rooms or seats, as the licence says.
    hdrs: random.between(2, 40) * 10,
    fzrq: isoDay(venue.licensed),
    xkzzt: random.chance(0.94) ? '有效' : '注销',
    // A credit score of the venue's operator. Not shared, and never read.
    xypf: random.between(55, 100),
    gxsj: isoMoment(o.changed),
  });
  o.truth.row(STREAM, {
    key: number,
    organization: organizationId(organisation),
    place: placeId(world, organisation.site),
    address: address.form,
    persons: [
      { role: 'manager', person: personId(manager.index), number: 'MISSING', name: name.state },
    ],
  });
}
