/** Police: emergency calls, police.t_jjd. */
import { compactMoment, isoMoment, type Moment } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { progress, type PoliceCall } from '../events/types';
import { Random } from '../random';
import type { CopySink } from '../sinks/copy-sink';
import type { Cell } from '../sinks/csv';
import { gridOf, personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import type { PersonTruth, Truth } from './truth';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAM = 'police.t_jjd';

/** Writes a call as it stands at `cutoff`; one that comes later is let go. */
export function writePoliceCall(
  world: World,
  o: { call: PoliceCall; sink: CopySink; truth: Truth; cutoff: Moment },
): void {
  const { call, cutoff } = o;
  const { stage, last } = progress(call.at, call.stamps, cutoff);
  if (call.at >= cutoff) return;
  const random = new Random(world.seed, STREAM, call.number);
  const { incident } = call;
  const { category, place } = incident;
  const caller = world.people[call.caller];
  const name = caller === undefined ? undefined : writeName(random, caller.name, NAME_DIRT.calls);
  const number =
    caller === undefined
      ? undefined
      : writeNumber(random, caller.identityNumber, NUMBER_DIRT.calls);
  const phone = caller === undefined ? null : writePhone(random, caller.phone);
  const address = writePlace(random, world, place, 'calls');
  const grid = world.grids[gridOf(world, place)]!;
  const subdistrict = world.subdistricts[world.communities[grid.community]!.subdistrict]!;
  const hasGrid = random.chance(DIRT.callWithGrid);
  const text = random.pick(category.texts).replace('@', shortPlace(world, place));
  const broken = isBroken(random, o.sink.rows);
  const time = compactMoment(call.at);
  const stamp = (n: number): Cell => (stage >= n ? isoMoment(call.stamps[n - 1] ?? 0) : null);
  o.sink.row([
    call.number,
    broken ? breakDate(time) : time,
    name?.text ?? null,
    phone,
    number === undefined || number.text === '' ? null : number.text,
    address.text,
    hasGrid ? grid.code : null,
    category.policeCode,
    `报警人称${text}。`,
    subdistrict.name.replace('街道', '派出所'),
    stamp(1),
    stamp(2),
    isoMoment(last),
  ]);
  if (broken) o.truth.broken(STREAM, { key: call.number, at: call.number, fault: 'DATE' });
  const person: PersonTruth = {
    role: 'caller',
    person: caller === undefined ? null : personId(caller.index),
    ...(number === undefined ? {} : { number: number.state }),
    ...(name === undefined ? {} : { name: name.state }),
  };
  o.truth.row(STREAM, {
    key: call.number,
    event: incident.id,
    category: category.hub,
    place: placeId(world, place),
    address: address.form,
    persons: [person],
    ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
  });
}
