/** Market supervision: health certificates of people who handle food (食品从业人员健康证明), with their employers. */
import { DAY, isoDay, isoMoment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import type { FileSink } from '../sinks/file-sink';
import { personId } from '../world/place-ref';
import type { Organisation, Person, World } from '../world/types';
import { organizationId } from './market';
import type { Truth } from './truth';
import { breakDate, isBroken } from './write';

const STREAM = 'market.staff';
const FOOD = /餐饮|食品/;
/** A certificate is good for a year (食品安全法 第四十五条); lapsed ones stay in the register for another. */
const VALID_DAYS = 365;

interface Certificate {
  readonly organisation: Organisation;
  readonly person: Person;
  readonly issued: number;
  readonly changed: number;
}

/** All certificates, in the order of their last change. */
export function writeStaff(world: World, sink: FileSink, truth: Truth): void {
  const random = new Random(world.seed, STREAM);
  const certificates = world.organisations.flatMap((organisation): Certificate[] => {
    if (!FOOD.test(organisation.scope) || organisation.status !== '存续') return [];
    return Array.from({ length: random.between(1, 4) }, () => {
      const oldest = Math.max(organisation.founded, world.asOf - 2 * VALID_DAYS);
      const issued = random.between(oldest, world.asOf);
      return {
        organisation,
        person: drawWorker(random, world),
        issued,
        changed: issued * DAY + random.between(32_400, 61_200),
      };
    });
  });
  certificates.sort((a, b) => a.changed - b.changed);
  certificates.forEach((certificate, position) => {
    write(world, { random, certificate, position, sink, truth });
  });
}

function write(
  world: World,
  o: {
    random: Random;
    certificate: Certificate;
    position: number;
    sink: FileSink;
    truth: Truth;
  },
): void {
  const { random, certificate, position } = o;
  const { organisation, person, issued } = certificate;
  const key = `JKZ990106${String(position + 1).padStart(7, '0')}`;
  const name = writeName(random, person.name, NAME_DIRT.staff);
  const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.staff);
  const broken = isBroken(random, position);
  const from = isoDay(issued);
  o.sink.json({
    jkzbh: key,
    tyshxydm: organisation.creditCode,
    xm: name.text,
    sfzh: number.text === '' ? null : number.text,
    lxdh: writePhone(random, person.phone),
    gz: random.pick(['厨师', '服务员', '收银员', '配菜工', '店员']),
    fzrq: broken ? breakDate(from) : from,
    yxqz: isoDay(issued + VALID_DAYS),
    gxsj: isoMoment(certificate.changed),
  });
  if (broken) o.truth.broken(STREAM, { key, at: key, fault: 'DATE' });
  o.truth.row(STREAM, {
    key,
    organization: organizationId(organisation),
    persons: [
      { role: 'employee', person: personId(person.index), number: number.state, name: name.state },
    ],
  });
}

/** A resident of working age, or now and then somebody who lives elsewhere. */
function drawWorker(random: Random, world: World): Person {
  for (;;) {
    const elsewhere = random.chance(0.08);
    const index = elsewhere
      ? random.between(world.residents, world.people.length - 1)
      : random.int(world.residents);
    const person = world.people[index];
    const age = (world.asOf - (person?.birth ?? world.asOf)) / 365.2425;
    if (person !== undefined && age >= 18 && age < 65) return person;
  }
}
