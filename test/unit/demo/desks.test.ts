import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DAY, parseDay } from '../../../src/demo/clock';
import { writeVenues } from '../../../src/demo/departments/culture-venues';
import { writeEducation } from '../../../src/demo/departments/education';
import { writeShelters } from '../../../src/demo/departments/emergency-shelters';
import { openDesks } from '../../../src/demo/departments/open-desks';
import { Truth, type RowTruth } from '../../../src/demo/departments/truth';
import { changeEnrolments, dropMediation, dropPetitions } from '../../../src/demo/change-drops';
import { Simulator } from '../../../src/demo/events/simulate';
import { isCreditCode, isIdentityNumber } from '../../../src/demo/digits';
import { FileSink } from '../../../src/demo/sinks/file-sink';
import { makeWorld } from '../../../src/demo/world/world';

const RESIDENTS = 12_000;
const DAYS = 548;
const AS_OF = '2026-03-02';

interface Made {
  readonly folder: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly broken: Readonly<Record<string, number>>;
  /** Numbers of the papers that others keep. */
  readonly papers: ReadonlySet<string>;
}

function make(seed: number): Made {
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-desks-'));
  const world = makeWorld(seed, RESIDENTS, parseDay(AS_OF) - 1);
  const truth = new Truth(path.join(folder, 'truth'));
  const lines = (name: string, write: (sink: FileSink) => void): number => {
    const sink = new FileSink(path.join(folder, name));
    write(sink);
    return sink.end();
  };
  const counts: Record<string, number> = {
    'emergency.shelters': lines('emergency/shelters.jsonl', (to) =>
      writeShelters(world, to, truth),
    ),
    'culture.venues': lines('culture/venues.jsonl', (to) => writeVenues(world, to, truth)),
    ...writeEducation(world, { folder: path.join(folder, 'education'), truth }),
  };
  const simulator = new Simulator(world);
  const cutoff = (world.asOf + 1) * DAY;
  const desks = openDesks(world, { departments: folder, truth, cutoff });
  const papers = new Set<string>();
  for (let day = world.asOf - DAYS + 1; day <= world.asOf; day++) {
    const heard = simulator.day(day);
    for (const list of [heard.tickets, heard.policeCalls, heard.gridEvents]) {
      for (const { number } of list) papers.add(number);
    }
    for (const desk of desks) desk.day(heard, day);
  }
  for (const desk of desks) Object.assign(counts, desk.end());
  truth.end();
  return { folder, counts, broken: truth.brokenRows, papers };
}

describe('five more departments', () => {
  let made: Made;
  const text = (name: string): string => readFileSync(path.join(made.folder, name), 'utf8');
  const jsonLines = (name: string): Record<string, unknown>[] =>
    text(name)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const truthOf = (stream: string): RowTruth[] =>
    jsonLines(`truth/rows/${stream}.jsonl`) as unknown as RowTruth[];
  const drops = (folder: string, end: string): string[] =>
    readdirSync(path.join(made.folder, folder))
      .filter((name) => name.endsWith(end))
      .sort();
  const petitions = (): Record<string, unknown>[] =>
    drops('petitions', '.jsonl').flatMap((name) => jsonLines(`petitions/${name}`));
  const sheet = (name: string): string[][] =>
    readFileSync(path.join(made.folder, 'education', name), 'utf16le')
      .replace('\uFEFF', '')
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  const documents = (): string[] =>
    drops('justice', '.xml').map((name) => {
      const bytes = readFileSync(path.join(made.folder, 'justice', name));
      const encoding = /encoding="([\w-]+)"/.exec(bytes.toString('latin1'))?.[1] ?? '';
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    });

  beforeAll(() => {
    made = make(11);
  });
  afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

  it('each write something, and none more than a tenth of what the register of residents has', () => {
    expect(Object.keys(made.counts).sort()).toEqual([
      'culture.complaints',
      'culture.inspections',
      'culture.venues',
      'education.enrolments',
      'education.schools',
      'emergency.inspections',
      'emergency.shelters',
      'justice.cases',
      'petitions.cases',
    ]);
    for (const count of Object.values(made.counts)) {
      expect(count).toBeGreaterThan(12);
      expect(count).toBeLessThan(RESIDENTS * 1.04 * 0.1);
    }
  });

  it('plant rows that nobody can understand in every stream but the registers of places and licences', () => {
    for (const stream of Object.keys(made.counts)) {
      const isRegister = /schools|shelters|venues/.test(stream);
      if (isRegister) expect(made.broken[stream]).toBeUndefined();
      else expect(made.broken[stream]).toBeGreaterThan(0);
    }
  });

  it('write the same bytes from the same seed', () => {
    const twin = make(11);
    try {
      const files = readdirSync(made.folder, { recursive: true, encoding: 'utf8' }).sort();
      expect(readdirSync(twin.folder, { recursive: true, encoding: 'utf8' }).sort()).toEqual(files);
      for (const name of files.filter((each) => /\.\w+$/.test(each))) {
        const [a, b] = [made, twin].map((each) => readFileSync(path.join(each.folder, name)));
        expect([name, a?.equals(b ?? Buffer.alloc(0))]).toEqual([name, true]);
      }
    } finally {
      rmSync(twin.folder, { recursive: true, force: true });
    }
  });

  it('drop mediation as XML that is what its declaration says, in GB18030 first and UTF-8 later', () => {
    const all = documents();
    expect(all).toHaveLength(DAYS);
    const encodings = all.map((each) => /encoding="([\w-]+)"/.exec(each)?.[1] ?? '');
    expect([...new Set(encodings)]).toEqual(['GB18030', 'UTF-8']);
    expect(encodings.filter((each) => each === 'UTF-8')).toHaveLength(180);
    const rows = all.map((each) => [...each.matchAll(/<AJ>/g)].length);
    expect(rows).toEqual(all.map((each) => Number(/<JLS>(\d+)<\/JLS>/.exec(each)?.[1])));
    expect(rows.reduce((sum, n) => sum + n, 0)).toBe(made.counts['justice.cases']);
  });

  it('cite only papers that police, grid service and hotline really keep', () => {
    const sent = documents()
      .flatMap((each) => [...each.matchAll(/<LY>(.*?)<\/LY><LYBH>(\w+)<\/LYBH>/g)])
      .map(([, from = '', number = '']) => [from, number] as const);
    expect(new Set(sent.map(([from]) => from))).toEqual(
      new Set(['公安移送', '网格移送', '热线转办']),
    );
    const tickets = petitions().flatMap(({ rxgdh }) => (typeof rxgdh === 'string' ? [rxgdh] : []));
    expect(tickets.length).toBeGreaterThan(30);
    for (const number of [...sent.map(([, each]) => each), ...tickets]) {
      expect([number, made.papers.has(number)]).toEqual([number, true]);
    }
  });

  it('tell the number of petitions of a day in a manifest beside them', () => {
    for (const name of drops('petitions', '.count')) {
      const file = name.replace('.count', '.jsonl');
      const rows = text(`petitions/${file}`).split('\n').length - 1;
      expect(text(`petitions/${name}`)).toBe(`${file}=${rows}\n`);
    }
    expect(drops('petitions', '.count')).toHaveLength(DAYS);
  });

  it('move a paper on from drop to drop, and never back', () => {
    const seen = new Map<string, string>();
    for (const { xfbh, gxsj } of petitions()) {
      if (typeof xfbh !== 'string') continue;
      expect((seen.get(xfbh) ?? '') < String(gxsj)).toBe(true);
      seen.set(xfbh, String(gxsj));
    }
    expect(seen.size).toBeGreaterThan(100);
    expect([...seen.values()].every((time) => time < AS_OF)).toBe(true);
  });

  it('keep the HTTP lists in the order of change, which is the order in which they are handed out', () => {
    for (const name of [
      'emergency/inspections',
      'emergency/shelters',
      'culture/venues',
      'culture/inspections',
      'culture/complaints',
    ]) {
      const times = jsonLines(`${name}.jsonl`).map(({ gxsj }) => String(gxsj));
      expect([...times].sort()).toEqual(times);
    }
  });

  it('send every pupil of school age to a school that is on the list', () => {
    const [, ...schools] = sheet('学校名录.txt');
    const codes = new Set(schools.map(([code]) => code));
    for (const [, , credit = ''] of schools) expect(isCreditCode(credit)).toBe(true);
    const [titles = [], ...pupils] = sheet('学籍信息.txt');
    expect(titles).toHaveLength(16);
    expect(pupils).toHaveLength(made.counts['education.enrolments'] ?? 0);
    for (const row of pupils) {
      expect(row).toHaveLength(16);
      expect(codes.has(row[5])).toBe(true);
    }
    const bytes = readFileSync(path.join(made.folder, 'education', '学籍信息.txt'));
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const born = pupils.flatMap(([, , , , birth = '']) => {
      const year = Number(birth.slice(0, 4));
      return birth.includes('0231') || birth.includes('02-31') ? [] : [year];
    });
    expect(Math.min(...born)).toBeGreaterThanOrEqual(2010);
    expect(Math.max(...born)).toBeLessThanOrEqual(2019);
  });

  it('say truly who is meant, in every row that has a number that passes', () => {
    const people = new Map(
      jsonLines('truth/rows/petitions.cases.jsonl').map((row) => [row['key'], row]),
    );
    expect(people.size).toBe(new Set(truthOf('petitions.cases').map(({ key }) => key)).size);
    for (const { xfbh, xfrsfzh } of petitions()) {
      if (typeof xfbh !== 'string' || typeof xfrsfzh !== 'string') continue;
      expect(xfrsfzh.normalize('NFKC')).toMatch(/^99/);
      const row = people.get(xfbh) as unknown as RowTruth;
      const valid = row.persons?.[0]?.number === 'VALID';
      expect([xfbh, isIdentityNumber(xfrsfzh)]).toEqual([xfbh, valid]);
    }
  });

  it('write down the ratings that the hub must never read', () => {
    expect(documents().join('').includes('<WXDJ>')).toBe(true);
    expect(petitions().every(({ gzcd }) => typeof gzcd === 'string')).toBe(true);
    expect(sheet('学籍信息.txt')[0]).toContain('心理测评等级');
    for (const [name, item] of [
      ['emergency/inspections', 'aqfxdj'],
      ['culture/venues', 'xypf'],
    ] as const) {
      expect(jsonLines(`${name}.jsonl`).every((row) => item in row)).toBe(true);
    }
  });

  it('go on the day after: a share of the papers comes again, later than before', () => {
    const day = parseDay(AS_OF);
    const change = { day, at: day * DAY + 32_400, share: 0.2, seed: 4 };
    const petitioned = dropPetitions(path.join(made.folder, 'petitions'), change);
    expect(petitioned).toBeGreaterThan(20);
    expect(text('petitions/xf-20260302.count')).toBe(`xf-20260302.jsonl=${petitioned}\n`);
    for (const row of jsonLines('petitions/xf-20260302.jsonl')) {
      expect(row).toMatchObject({ zt: '已办结', gxsj: '2026-03-02 09:00:00' });
      expect(row['bjsj']).not.toBeNull();
    }
    const mediated = dropMediation(path.join(made.folder, 'justice'), change);
    const document = text('justice/rmtj-20260302.xml');
    expect([...document.matchAll(/<GXSJ>20260302090000<\/GXSJ>/g)]).toHaveLength(mediated);
    expect(mediated).toBeGreaterThan(20);
    const before = sheet('学籍信息.txt');
    const moved = changeEnrolments(path.join(made.folder, 'education', '学籍信息.txt'), change);
    const after = sheet('学籍信息.txt');
    expect(after.filter((row, i) => row.join() !== before[i]?.join())).toHaveLength(moved);
    expect(moved).toBeGreaterThan(50);
  });
});
