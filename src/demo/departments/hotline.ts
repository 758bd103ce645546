/**
 * 12345 hotline: a folder of daily drops, `hotline-YYYYMMDD.csv` (UTF-8 with BOM). A file holds the tickets that are
 * new or changed that day, as they stood at its end.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDay, DAY, dayOf, isoMoment, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { progress, type Ticket } from '../events/types';
import { Random } from '../random';
import { BROKEN_BYTE, csvRow, encodeBroken, type Cell } from '../sinks/csv';
import { DayQueue } from '../sinks/day-queue';
import { personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import type { Fault, Truth } from './truth';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAM = 'hotline.tickets';
const BOM = '\uFEFF';
const COLUMNS =
  'gdbh ldsj ldrxm ldrdh ldrsfzh sqdz sqfl sqnr blbm pfsj bjsj hfsj myd zt gxsj'.split(' ');
const STATES = ['待派单', '办理中', '已办结', '已回访'] as const;
const SATISFACTION = ['非常满意', '满意', '满意', '满意', '基本满意', '基本满意', '不满意', ''];
const FAULTS: readonly Fault[] = ['DATE', 'ENCODING', 'KEY'];

/** A ticket with its unchanging cells written, waiting for the days on which it is dropped. */
interface Drop {
  readonly ticket: Ticket;
  readonly head: readonly Cell[];
  readonly satisfaction: string;
  /** Only in its first row; later ones are whole. */
  readonly fault?: Fault;
  readonly firstDay: Day;
}

export class HotlineDrops {
  private readonly queue = new DayQueue<Drop>();
  private taken = 0;
  rows = 0;

  constructor(
    private readonly world: World,
    private readonly o: { folder: string; truth: Truth; cutoff: Moment },
  ) {
    mkdirSync(o.folder, { recursive: true });
  }

  /** Takes a ticket; it will be in the files of all the days on which it changes. */
  add(ticket: Ticket): void {
    const drop = this.prepare(ticket);
    const days = new Set<Day>();
    for (const moment of [ticket.at, ...ticket.stamps]) {
      if (moment < this.o.cutoff) days.add(Math.max(dayOf(moment), drop.firstDay));
    }
    for (const day of days) this.queue.put(day, drop);
  }

  /** Writes the file of a day. */
  endDay(day: Day): void {
    const drops = this.queue.take(day);
    const file = `hotline-${compactDay(day)}.csv`;
    let text = BOM + csvRow(COLUMNS);
    drops.forEach((drop, i) => {
      const fault = drop.firstDay === day ? drop.fault : undefined;
      text += csvRow(rowAt(drop, (day + 1) * DAY, fault));
      if (fault === undefined) return;
      const { number } = drop.ticket;
      this.o.truth.broken(STREAM, { key: number, at: `${file} row ${i + 1}`, fault });
    });
    this.rows += drops.length;
    writeFileSync(
      join(this.o.folder, file),
      encodeBroken(text, (part) => Buffer.from(part, 'utf8')),
    );
  }

  private prepare(ticket: Ticket): Drop {
    const { world } = this;
    const { incident } = ticket;
    const { category, place } = incident;
    const random = new Random(world.seed, STREAM, ticket.number);
    const caller = world.people[ticket.caller];
    const name =
      caller === undefined ? undefined : writeName(random, caller.name, NAME_DIRT.hotline);
    const number =
      caller === undefined
        ? undefined
        : writeNumber(random, caller.identityNumber, NUMBER_DIRT.hotline);
    const address = writePlace(random, world, place, 'hotline');
    const fault = isBroken(random, this.taken++) ? random.pick(FAULTS) : undefined;
    const firstDay = dayOf(ticket.at) + ticket.late;
    this.o.truth.row(STREAM, {
      key: ticket.number,
      event: incident.id,
      category: category.hub,
      place: placeId(world, place),
      address: address.form,
      persons: [
        {
          role: 'caller',
          person: caller === undefined ? null : personId(caller.index),
          ...(number === undefined ? {} : { number: number.state }),
          ...(name === undefined ? {} : { name: name.state }),
        },
      ],
      ...(ticket.repeats === undefined ? {} : { repeats: ticket.repeats }),
      ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
    });
    const text = random.pick(category.texts).replace('@', shortPlace(world, place));
    return {
      ticket,
      head: [
        ticket.number,
        isoMoment(ticket.at),
        name?.text ?? '',
        caller === undefined ? '' : writePhone(random, caller.phone),
        number?.text ?? '',
        address.text,
        random.pick(category.paths),
        content(random, text),
        category.handler,
      ],
      satisfaction: random.pick(SATISFACTION),
      firstDay,
      ...(fault === undefined ? {} : { fault }),
    };
  }
}

/** What the operator typed; some of it makes a CSV reader earn its keep. */
function content(random: Random, text: string): string {
  const roll = random.unit();
  if (roll < 0.04) return `市民来电:"${text}",要求尽快处理。`;
  if (roll < 0.07) return `市民反映:\n${text}。\n已告知办理时限`;
  return roll < 0.5 ? `市民来电反映${text},请核实处理。` : `${text}。`;
}

function rowAt(drop: Drop, cutoff: Moment, fault: Fault | undefined): Cell[] {
  const { ticket } = drop;
  const { stage, last } = progress(ticket.at, ticket.stamps, cutoff);
  const stamp = (n: number): Cell => (stage >= n ? isoMoment(ticket.stamps[n - 1] ?? 0) : '');
  const head = [...drop.head];
  if (fault === 'KEY') head[0] = '';
  if (fault === 'DATE') head[1] = breakDate(String(head[1]));
  if (fault === 'ENCODING') head[7] = `${BROKEN_BYTE}${String(head[7])}`;
  return [
    ...head,
    stamp(1),
    stamp(2),
    stamp(3),
    stage >= 3 ? drop.satisfaction : '',
    STATES[stage] ?? '',
    isoMoment(last),
  ];
}
