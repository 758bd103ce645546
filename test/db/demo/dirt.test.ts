import { readFileSync, readdirSync } from 'node:fs';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../../../src/demo/dirt';
import type { RowTruth } from '../../../src/demo/departments/truth';
import { testDistrict, truthLines, type TestDistrict } from '../../support/demo';

/**
 * What the departments really wrote, against the rates of src/demo/dirt.ts. A rate is held to five standard errors of
 * the number of rows at hand.
 */
describe("the departments' dirt", () => {
  let made: TestDistrict;
  const rows = (stream: string): Promise<RowTruth[]> => truthLines(made.folder, `rows/${stream}`);

  function expectRate(found: number, of: number, rate: number): void {
    const allowed = 5 * Math.sqrt((rate * (1 - rate)) / of) + 1 / of;
    expect(of).toBeGreaterThan(50);
    expect(Math.abs(found / of - rate)).toBeLessThan(allowed);
  }

  beforeAll(async () => {
    made = await testDistrict({ residents: 8_000, seed: 5, asOf: '2026-03-02' });
  });
  afterAll(() => made.remove());

  it.each([
    ['police.t_syrk', NUMBER_DIRT.population, NAME_DIRT.population],
    ['police.t_jjd', NUMBER_DIRT.calls, NAME_DIRT.calls],
    ['hotline.tickets', NUMBER_DIRT.hotline, NAME_DIRT.hotline],
    ['civil.marriages', NUMBER_DIRT.marriage, NAME_DIRT.marriage],
    ['civil.elderly', NUMBER_DIRT.elderly, NAME_DIRT.elderly],
    ['market.subjects', NUMBER_DIRT.market, NAME_DIRT.market],
    ['market.staff', NUMBER_DIRT.staff, NAME_DIRT.staff],
    ['justice.cases', NUMBER_DIRT.mediation, NAME_DIRT.mediation],
    ['petitions.cases', NUMBER_DIRT.petitions, NAME_DIRT.petitions],
  ] as const)(
    'of %s: numbers missing and mistyped, names with blanks',
    async (stream, number, name) => {
      const persons = (await rows(stream)).flatMap((row) =>
        (row.persons ?? []).filter(({ person }) => person !== null),
      );
      const count = (what: (each: (typeof persons)[number]) => boolean): number =>
        persons.filter(what).length;
      expectRate(
        count((each) => each.number === 'MISSING'),
        persons.length,
        number.missing,
      );
      expectRate(
        count((each) => each.number === 'MISTYPED'),
        persons.length,
        number.mistyped,
      );
      expectRate(
        count((each) => each.number === 'FULL_WIDTH'),
        persons.length,
        number.fullWidth,
      );
      expectRate(
        count((each) => each.name === 'BLANKS'),
        persons.length,
        name.blanks,
      );
      // Names without a character of the table stay exact, so these two are upper bounds.
      const homophones = count((each) => each.name === 'HOMOPHONE') / persons.length;
      expect(homophones).toBeLessThan(
        name.homophone + 5 * Math.sqrt(name.homophone / persons.length),
      );
    },
  );

  it('has 15-digit numbers, of people born before 1980 alone', async () => {
    const old = await made.query('police', `SELECT sfzh, csrq FROM t_syrk WHERE length(sfzh) = 15`);
    expect(old.length).toBeGreaterThan(5);
    for (const row of old) expect(Number(String(row['csrq']).slice(0, 4))).toBeLessThan(1980);
    const states = (await rows('police.t_syrk')).flatMap((row) => row.persons ?? []);
    expect(states.filter(({ number }) => number === 'OLD_15')).toHaveLength(old.length);
  });

  it('leaves doorplates out, registers people twice, and deletes those who left', async () => {
    const [row] = await made.query(
      'police',
      `SELECT count(*) AS rows, count(*) FILTER (WHERE mph IS NULL) AS bare,
              count(*) FILTER (WHERE substr(rybh, 7, 1) = '1') AS twice,
              count(*) FILTER (WHERE scbz = '1' AND substr(rybh, 7, 1) = '0') AS departed
         FROM t_syrk`,
    );
    const total = Number(row?.['rows']);
    expectRate(Number(row?.['bare']), total, DIRT.missingDoorplate);
    expectRate(Number(row?.['twice']), 8_000, DIRT.secondRegistration);
    expect(Number(row?.['departed'])).toBe(Math.ceil(8_000 * DIRT.departed));
  });

  it('repeats tickets and leaves callers out', async () => {
    const tickets = await rows('hotline.tickets');
    const first = tickets.filter(({ repeats }) => repeats === undefined);
    expectRate(tickets.length - first.length, first.length, DIRT.repeatedTicket);
    const anonymous = first.filter(({ persons }) => persons?.[0]?.person === null).length;
    expect(anonymous / first.length).toBeGreaterThan(DIRT.anonymousCaller * 0.7);
  });

  it('brings some tickets late: their first row lies in a file of a later day', () => {
    const folder = made.district.env['HOTLINE_FOLDER'] ?? '';
    const seen = new Set<string>();
    let late = 0;
    for (const name of readdirSync(folder).sort()) {
      for (const [, number = ''] of readFileSync(`${folder}/${name}`, 'utf8').matchAll(
        /^(DH\d{13}),/gm,
      )) {
        if (!seen.has(number) && !name.includes(number.slice(2, 10))) late++;
        seen.add(number);
      }
    }
    expectRate(late, seen.size, DIRT.lateTicket);
  });

  it('swaps sex codes of relief at the stated rate', async () => {
    const relief = await rows('civil.relief');
    expectRate(
      relief.filter(({ swappedSex }) => swappedSex === true).length,
      relief.length,
      DIRT.swappedSex,
    );
  });

  it('writes one place in every form, in every department', async () => {
    for (const stream of ['police.t_syrk', 'hotline.tickets', 'grid.events', 'market.subjects']) {
      const forms = new Set((await rows(stream)).map(({ address }) => address));
      expect(forms.size).toBe(10);
    }
  });

  it('breaks about one row in a thousand', async () => {
    const broken = await truthLines<{ stream: string }>(made.folder, 'broken');
    const population = broken.filter(({ stream }) => stream === 'police.t_syrk').length;
    expectRate(population, 8_000, DIRT.broken);
  });
});
