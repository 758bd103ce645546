/** Police: the register of actual population, police.t_syrk. */
import { compactDay, DAY, isoMoment, type Moment } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { formatAddress } from '../dirty/address';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import type { CopySink } from '../sinks/copy-sink';
import type { Cell } from '../sinks/csv';
import { addressOf, doorplateOf, personId, placeId } from '../world/place-ref';
import type { Person, World } from '../world/types';
import { DIVISIONS } from '../world/words';
import type { PersonTruth, Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const STREAM = 'police.t_syrk';
const ROWS_BETWEEN_DRAINS = 400;

/** Key of a person's row; `copy` 1 for the earlier registration of someone registered twice. */
export function populationKey(person: number, copy = 0): string {
  return `990106${copy}${String(person).padStart(9, '0')}`;
}

export function householdNumber(household: number): string {
  return `H${String(household).padStart(8, '0')}`;
}

/** One row per resident, more for those registered twice and for those who left. */
export async function writePopulation(
  world: World,
  sink: CopySink,
  truth: Truth,
  onRows: (done: number) => void,
): Promise<void> {
  const random = new Random(world.seed, STREAM);
  const departed = Math.ceil(world.residents * DIRT.departed);
  for (const person of world.people) {
    if (person.index >= world.residents + departed) break;
    const left = person.index >= world.residents;
    const household = left ? random.int(world.households.compound.length) : person.household;
    write(world, { random, sink, truth, person, household, copy: 0, deleted: left });
    if (!left && random.chance(DIRT.secondRegistration)) {
      const earlier = random.int(world.households.compound.length);
      const deleted = !random.chance(DIRT.secondRegistrationLeftOpen);
      write(world, { random, sink, truth, person, household: earlier, copy: 1, deleted });
    }
    if (person.index % ROWS_BETWEEN_DRAINS === 0) {
      await sink.drain();
      onRows(person.index);
    }
  }
}

interface Row {
  readonly random: Random;
  readonly sink: CopySink;
  readonly truth: Truth;
  readonly person: Person;
  readonly household: number;
  readonly copy: 0 | 1;
  readonly deleted: boolean;
}

function write(world: World, o: Row): void {
  const { random, person, household } = o;
  const key = populationKey(person.index, o.copy);
  const registered = Math.min(
    (o.copy === 1 ? person.movedIn - random.between(400, 2_000) : person.movedIn + random.int(20)) *
      DAY +
      random.between(9 * 3_600, 17 * 3_600),
    world.asOf * DAY,
  );
  const end = world.asOf * DAY + DAY - 1;
  const changed = Math.round(registered + (end - registered) * random.unit());
  const broken = o.copy === 0 && !o.deleted && isBroken(random, person.index);
  const row = populationRow(world, {
    random,
    key,
    person,
    household,
    registered,
    changed,
    deleted: o.deleted,
    broken,
  });
  o.sink.row(row.cells);
  if (broken) o.truth.broken(STREAM, { key, at: key, fault: 'DATE' });
  const place = placeId(world, { kind: 'ROOM', household });
  o.truth.row(STREAM, { key, persons: [row.person], place, address: row.address });
}

/** The cells of one row, in the order of the table's columns, with what was done to them. */
export function populationRow(
  world: World,
  o: {
    random: Random;
    key: string;
    person: Person;
    household: number;
    registered: Moment;
    changed: Moment;
    deleted: boolean;
    broken: boolean;
  },
): { cells: Cell[]; person: PersonTruth; address: string } {
  const { random, person } = o;
  const home = { kind: 'ROOM', household: o.household } as const;
  const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.population);
  const name = writeName(random, person.name, NAME_DIRT.population);
  const address = writePlace(random, world, home, 'population');
  const birth = compactDay(person.birth);
  const cells: Cell[] = [
    o.key,
    number.text === '' ? null : number.text,
    name.text,
    String(person.sex),
    o.broken ? breakDate(birth) : birth,
    person.ethnicity,
    person.marital,
    writePhone(random, person.phone),
    address.text,
    random.chance(DIRT.missingDoorplate) ? null : doorplateOf(world, home),
    registeredAddress(random, world, person, o.household),
    householdNumber(o.household),
    person.relation,
    random.chance(0.97) ? '0' : String(random.between(1, 3)),
    isoMoment(o.registered),
    isoMoment(o.changed),
    o.deleted ? '1' : '0',
  ];
  const self = {
    role: 'self',
    person: personId(person.index),
    number: number.state,
    name: name.state,
  } as const;
  return { cells, person: self, address: address.form };
}

function registeredAddress(
  random: Random,
  world: World,
  person: Person,
  household: number,
): string {
  if (person.origin === 0) {
    const near = random.chance(0.7) ? household : random.int(world.households.compound.length);
    return formatAddress(addressOf(world, { kind: 'ROOM', household: near }), 'STANDARD');
  }
  const county = DIVISIONS[person.origin]?.[1] ?? '';
  return `${county}${random.pick(['城关镇', '河口镇', '石桥乡', '东岭镇'])}${random.between(1, 30)}村${random.between(1, 12)}组${random.between(1, 99)}号`;
}
