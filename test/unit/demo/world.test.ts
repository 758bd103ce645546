import { parseDay } from '../../../src/demo/clock';
import { isCreditCode } from '../../../src/demo/digits';
import { outbreaksOf } from '../../../src/demo/events/rates';
import { Simulator } from '../../../src/demo/events/simulate';
import { addressOf, doorplateOf } from '../../../src/demo/world/place-ref';
import { makeWorld } from '../../../src/demo/world/world';
import { isCreditCode as hubCreditCode } from '../../../src/domain/credit-code';
import { isIdentityNumber, parseIdentityNumber } from '../../../src/domain/identity-number';

const DAY = parseDay('2026-03-01');
const world = makeWorld(7, 1_500, DAY);

describe('the true district', () => {
  it('is the same for the same seed, size and day', () => {
    expect(makeWorld(7, 1_500, DAY)).toEqual(world);
  });

  it('is another for another seed', () => {
    expect(makeWorld(8, 1_500, DAY).people.map(({ name }) => name)).not.toEqual(
      world.people.map(({ name }) => name),
    );
  });

  it('has as many residents as were asked for, and the area tree of nine subdistricts', () => {
    expect(world.people.filter(({ household }) => household >= 0)).toHaveLength(1_500);
    expect(world.subdistricts).toHaveLength(9);
    expect(world.communities).toHaveLength(60);
    expect(world.grids).toHaveLength(360);
  });

  it('mints sound identity numbers that nobody can have, each once', () => {
    const seen = new Set<string>();
    for (const { identityNumber, sex, birth } of world.people) {
      const parsed = parseIdentityNumber(identityNumber);
      expect(parsed?.division).toMatch(/^99/);
      expect(parsed?.sex).toBe(sex === 1 ? 'MALE' : 'FEMALE');
      expect(parseDay(parsed?.birthDate ?? '')).toBe(birth);
      seen.add(identityNumber);
    }
    expect(seen.size).toBe(world.people.length);
  });

  it('mints credit codes that its own check and the hub agree on', () => {
    for (const { creditCode } of world.organisations) {
      expect([isCreditCode(creditCode), hubCreditCode(creditCode)]).toEqual([true, true]);
      expect(creditCode.slice(2, 8)).toMatch(/^99/);
    }
  });

  it('gives every household a room of its own', () => {
    const rooms = world.households.compound.reduce((seen, _, household) => {
      const { compound, building, unit, room } = addressOf(world, { kind: 'ROOM', household });
      return seen.add([compound, building, unit, room].join('/'));
    }, new Set<string>());
    expect(rooms.size).toBe(world.households.compound.length);
    expect(doorplateOf(world, { kind: 'ROOM', household: 0 })).toMatch(/^990106\d{13}$/);
  });

  it('marries men to women, both grown up', () => {
    for (const [husband, wife] of world.couples) {
      expect([world.people[husband]?.sex, world.people[wife]?.sex]).toEqual([1, 2]);
    }
    expect(world.couples.length).toBeGreaterThan(200);
  });

  it('has no number that a real person could carry', () => {
    expect(world.people.every(({ identityNumber }) => isIdentityNumber(identityNumber))).toBe(true);
    expect(world.people.every(({ identityNumber }) => identityNumber.startsWith('99'))).toBe(true);
    expect(world.people.every(({ phone }) => phone.startsWith('100'))).toBe(true);
  });
});

describe('what happens in it', () => {
  const large = makeWorld(7, 20_000, DAY);
  const simulator = new Simulator(large);
  const first = DAY - 139;
  const days = Array.from({ length: 140 }, (_, i) => simulator.day(first + i));

  it('is the same for the same seed', () => {
    const again = new Simulator(large);
    expect(again.day(first)).toEqual(days[0]);
    expect(again.day(first + 1)).toEqual(days[1]);
  });

  it('keeps the rhythm of the week: the hotline rests on Sundays, the police do not', () => {
    const perWeekday = (kind: 'tickets' | 'policeCalls'): number[] => {
      const sums = Array.from({ length: 7 }, () => 0);
      days.forEach((papers, i) => {
        const weekday = (first + i + 4) % 7;
        sums[weekday] = (sums[weekday] ?? 0) + papers[kind].length;
      });
      return sums;
    };
    const [sunday = 0, monday = 0] = perWeekday('tickets');
    expect(sunday / monday).toBeLessThan(0.75);
    const [policeSunday = 0, policeMonday = 0] = perWeekday('policeCalls');
    expect(policeSunday / policeMonday).toBeGreaterThan(0.85);
  });

  it('has an outbreak of garbage in its last four weeks, well above what went before', () => {
    const [garbage] = outbreaksOf(large);
    expect(garbage?.to).toBe(DAY);
    const area = large.subdistricts.findIndex(({ code }) => code === garbage?.area);
    const weekly = Array.from(
      { length: 20 },
      (_, week) =>
        days
          .slice(week * 7, week * 7 + 7)
          .flatMap((papers) => papers.tickets)
          .filter(({ incident }) => {
            const place = incident.place;
            if (incident.category.hub !== 'GARBAGE' || place.kind === 'SHOP') return false;
            const compound =
              place.kind === 'ROOM' ? large.households.compound[place.household] : place.compound;
            const grid = large.grids[large.compounds[compound ?? 0]?.grid ?? 0];
            return large.communities[grid?.community ?? 0]?.subdistrict === area;
          }).length,
    );
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    expect(mean(weekly.slice(16))).toBeGreaterThan(2.5 * mean(weekly.slice(0, 16)) + 1);
  });

  it('lets one case go through several departments', () => {
    const tickets = new Set(days.flatMap((papers) => papers.tickets.map(({ number }) => number)));
    const cited = days.flatMap((papers) => papers.gridEvents.flatMap(({ cites }) => cites ?? []));
    expect(cited.length).toBeGreaterThan(50);
    for (const number of cited) expect(tickets.has(number)).toBe(true);
  });

  it('never turns time back within a case', () => {
    for (const papers of days) {
      for (const { at, stamps } of [
        ...papers.tickets,
        ...papers.gridEvents,
        ...papers.urbanCases,
      ]) {
        stamps.reduce((before, stamp) => {
          expect(stamp).toBeGreaterThanOrEqual(before);
          return stamp;
        }, at);
      }
    }
  });
});
