/** Makes the whole district: the true world first, then what each department wrote down of it. */
import { join } from 'node:path';
import type { Client } from 'pg';
import { DAY, parseDay, type Day } from './clock';
import { writeElderly } from './departments/civil-elderly';
import { MARRIAGE_TITLES, writeMarriages } from './departments/civil-marriages';
import { RELIEF_TITLES, writeRelief } from './departments/civil-relief';
import { writeVenues } from './departments/culture-venues';
import { writeEducation } from './departments/education';
import { writeShelters } from './departments/emergency-shelters';
import { writeAreas, writeGridEvent } from './departments/grid';
import { HotlineDrops } from './departments/hotline';
import { JsonDrops } from './departments/json-drops';
import { writeInspection, writeSubjects } from './departments/market';
import { writeStaff } from './departments/market-staff';
import { EnvironmentDesk } from './departments/environment';
import { COMPLAINT, ENTERPRISE, INSPECTION } from './departments/environment-tables';
import { writeHumanResources } from './departments/human-resources';
import { openCounters } from './departments/open-counters';
import { openDesks } from './departments/open-desks';
import { writePoliceCall } from './departments/police-calls';
import { writeDoorplates } from './departments/police-doorplates';
import { writePopulation } from './departments/police-population';
import {
  ANJIAN,
  BUJIAN,
  BZDZ,
  copyTarget,
  finishTable,
  JJD,
  SYRK,
  type TableSpec,
} from './departments/tables';
import { Truth } from './departments/truth';
import { writeEntities, writeSummary } from './departments/truth-entities';
import { writeComponents, writeUrbanCase } from './departments/urban';
import type { EnvironmentStore } from './environment-store';
import { Simulator } from './events/simulate';
import { CopySink } from './sinks/copy-sink';
import { FileSink } from './sinks/file-sink';
import { XlsxSink } from './sinks/xlsx-sink';
import type { World } from './world/types';
import { makeWorld } from './world/world';
import type { Parameters } from './marker';

/** About 18 months: enough for every week's C2 baseline and a year to compare with. */
export const HISTORY_DAYS = 548;

export interface Progress {
  readonly step: 'WORLD' | 'REGISTERS' | 'EVENTS';
  readonly done: number;
  readonly total: number;
}

export interface GenerateOptions extends Parameters {
  /** Gets a folder for each department that is no database. */
  readonly departments: string;
  /** Gets the truth. */
  readonly truth: string;
  readonly police: Client;
  readonly urban: Client;
  readonly environment: Pick<EnvironmentStore, 'fill'>;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Rows written, by `department.stream`. Memory: the world (about 0.4 KB a resident) and the papers that still move. */
export async function generate(options: GenerateOptions): Promise<Record<string, number>> {
  const report = options.onProgress ?? (() => undefined);
  report({ step: 'WORLD', done: 0, total: 1 });
  const world = makeWorld(options.seed, options.residents, parseDay(options.asOf) - 1);
  report({ step: 'WORLD', done: 1, total: 1 });
  const truth = new Truth(options.truth);
  writeEntities(world, truth);
  const counts = {
    ...(await registers(world, options, truth, report)),
    ...(await events(world, options, truth, report)),
  };
  truth.end();
  writeSummary(world, { truth, folder: options.truth, parameters: options, counts });
  return counts;
}

type Report = (progress: Progress) => void;
type Counts = Record<string, number>;

/** Fills one table by COPY on a connection that nothing else uses meanwhile. */
async function fill(
  client: Client,
  table: TableSpec,
  write: (sink: CopySink) => Promise<void>,
): Promise<number> {
  const sink = new CopySink(client, copyTarget(table));
  await write(sink);
  const rows = await sink.end();
  await finishTable(client, table);
  return rows;
}

async function registers(
  world: World,
  o: GenerateOptions,
  truth: Truth,
  report: Report,
): Promise<Counts> {
  const total = world.residents;
  const counts: Counts = {};
  counts['police.t_bzdz'] = await fill(o.police, BZDZ, (sink) =>
    writeDoorplates(world, sink, truth),
  );
  counts['police.t_syrk'] = await fill(o.police, SYRK, (sink) =>
    writePopulation(world, sink, truth, (done) => report({ step: 'REGISTERS', done, total })),
  );
  counts['urban.t_bujian'] = await fill(o.urban, BUJIAN, (sink) =>
    writeComponents(world, sink, truth),
  );
  const marriages = join(o.departments, 'civil', '婚姻登记.xlsx');
  counts['civil.marriages'] = await workbook(
    marriages,
    '婚姻登记',
    MARRIAGE_TITLES,
    false,
    (sink) => writeMarriages(world, sink, truth),
  );
  const relief = join(o.departments, 'civil', '社会救助台账.xlsx');
  counts['civil.relief'] = await workbook(relief, '救助对象', RELIEF_TITLES, true, (sink) =>
    writeRelief(world, sink, truth),
  );
  counts['civil.elderly'] = writeElderly(
    world,
    join(o.departments, 'civil', '高龄津贴.csv'),
    truth,
  );
  const lines = (path: string, write: (sink: FileSink) => void): number => {
    const sink = new FileSink(join(o.departments, path));
    write(sink);
    return sink.end();
  };
  counts['market.subjects'] = lines('market/subjects.jsonl', (sink) =>
    writeSubjects(world, sink, truth),
  );
  counts['market.staff'] = lines('market/staff.jsonl', (sink) => writeStaff(world, sink, truth));
  counts['grid.areas'] = lines('grid/areas.jsonl', (sink) => writeAreas(world, sink, truth));
  counts['emergency.shelters'] = lines('emergency/shelters.jsonl', (sink) =>
    writeShelters(world, sink, truth),
  );
  counts['culture.venues'] = lines('culture/venues.jsonl', (sink) =>
    writeVenues(world, sink, truth),
  );
  Object.assign(counts, writeEducation(world, { folder: join(o.departments, 'education'), truth }));
  Object.assign(
    counts,
    writeHumanResources(world, { folder: join(o.departments, 'human-resources'), truth }),
  );
  report({ step: 'REGISTERS', done: total, total });
  return counts;
}

async function workbook(
  path: string,
  sheet: string,
  titles: readonly string[],
  sharedStrings: boolean,
  write: (sink: XlsxSink) => void | Promise<void>,
): Promise<number> {
  const sink = new XlsxSink(path, sheet, titles, sharedStrings);
  await write(sink);
  return sink.end();
}

async function events(
  world: World,
  o: GenerateOptions,
  truth: Truth,
  report: Report,
): Promise<Counts> {
  const cutoff = (world.asOf + 1) * DAY;
  const simulator = new Simulator(world);
  const calls = new CopySink(o.police, copyTarget(JJD));
  const cases = new CopySink(o.urban, copyTarget(ANJIAN));
  const hotline = new HotlineDrops(world, {
    folder: join(o.departments, 'hotline'),
    truth,
    cutoff,
  });
  const gridSink = new FileSink(join(o.departments, 'grid/events.jsonl'));
  const inspectionSink = new FileSink(join(o.departments, 'market/inspections.jsonl'));
  const gridEvents = new JsonDrops(gridSink);
  const inspections = new JsonDrops(inspectionSink);
  const environment = new EnvironmentDesk(world, { truth, cutoff });
  const own = { departments: o.departments, truth, cutoff };
  const desks = [environment, ...openDesks(world, own), ...openCounters(world, own)];
  const first: Day = world.asOf - HISTORY_DAYS + 1;
  for (let day = first; day <= world.asOf; day++) {
    const papers = simulator.day(day);
    for (const call of papers.policeCalls)
      writePoliceCall(world, { call, sink: calls, truth, cutoff });
    for (const urbanCase of papers.urbanCases) {
      writeUrbanCase(world, { urbanCase, sink: cases, truth, cutoff });
    }
    for (const event of papers.gridEvents) {
      writeGridEvent(world, { event, drops: gridEvents, truth, cutoff });
    }
    for (const inspection of papers.inspections) {
      writeInspection(world, { inspection, drops: inspections, truth });
    }
    for (const ticket of papers.tickets) hotline.add(ticket);
    hotline.endDay(day);
    gridEvents.endDay(day);
    inspections.endDay(day);
    for (const desk of desks) desk.day(papers, day);
    await calls.drain();
    await cases.drain();
    report({ step: 'EVENTS', done: day - first + 1, total: HISTORY_DAYS });
  }
  const counts: Counts = {
    'police.t_jjd': await calls.end(),
    'urban.t_anjian': await cases.end(),
    'hotline.tickets': hotline.rows,
    'grid.events': gridSink.end(),
    'market.inspections': inspectionSink.end(),
  };
  for (const desk of desks) Object.assign(counts, desk.end());
  await o.environment.fill(ENTERPRISE, environment.rows.enterprises);
  await o.environment.fill(COMPLAINT, environment.rows.complaints);
  await o.environment.fill(INSPECTION, environment.rows.inspections);
  await finishTable(o.police, JJD);
  await finishTable(o.urban, ANJIAN);
  return counts;
}
