import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changeDistrict } from '../../../src/demo/change';
import type { RowTruth } from '../../../src/demo/departments/truth';
import type { TruthSummary } from '../../../src/demo/departments/truth-entities';
import { isIdentityNumber } from '../../../src/domain/identity-number';
import type { IngestResult } from '../../../src/ingest/run';
import { testDistrict, truthLines, type TestDistrict } from '../../support/demo';
import { testHub, type TestHub } from '../../support/hub';
import { pushVolunteers } from './push-volunteers';

const CONNECTORS = path.join(__dirname, '../../../connectors');

/** Connector and stream, the truth's name of it, and the item that is its key. */
const STREAMS = [
  ['police-population', 'resident', 'police.t_syrk', 'rybh'],
  ['police-population', 'doorplate', 'police.t_bzdz', 'mph'],
  ['police-calls', 'call', 'police.t_jjd', 'jjdbh'],
  ['civil-affairs', 'relief', 'civil.relief', 'jzbh'],
  ['civil-affairs', 'marriage', 'civil.marriages', 'djzh'],
  ['civil-allowance', 'allowance', 'civil.elderly', 'jtbh'],
  ['market-supervision', 'subject', 'market.subjects', 'tyshxydm'],
  ['market-supervision', 'staff', 'market.staff', 'jkzbh'],
  ['market-supervision', 'inspection', 'market.inspections', 'jcbh'],
  ['hotline-12345', 'ticket', 'hotline.tickets', 'gdbh'],
  ['grid-events', 'area', 'grid.grids', 'bm'],
  ['grid-events', 'event', 'grid.events', 'sjbh'],
  ['urban-management', 'component', 'urban.t_bujian', 'bjbm'],
  ['urban-management', 'case', 'urban.t_anjian', 'ajbh'],
  ['emergency-management', 'shelter', 'emergency.shelters', 'csbm'],
  ['emergency-management', 'inspection', 'emergency.inspections', 'jcdh'],
  ['justice-mediation', 'case', 'justice.cases', 'ajbh'],
  ['education', 'school', 'education.schools', 'xxbsm'],
  ['education', 'enrolment', 'education.enrolments', 'xjh'],
  ['culture-tourism', 'venue', 'culture.venues', 'csbh'],
  ['culture-tourism', 'inspection', 'culture.inspections', 'jcbh'],
  ['culture-tourism', 'complaint', 'culture.complaints', 'tsbh'],
  ['petitions', 'petition', 'petitions.cases', 'xfbh'],
  ['environment', 'enterprise', 'environment.ent_base', 'ent_id'],
  ['environment', 'complaint', 'environment.env_complaint', 'complaint_no'],
  ['environment', 'inspection', 'environment.env_inspection', 'inspect_no'],
  ['human-resources', 'employment', 'human-resources.employment', 'reg_id'],
  ['human-resources', 'job-seeker', 'human-resources.job_seekers', 'seeker_id'],
  ['approvals', 'application', 'approvals.applications', 'number'],
  ['approvals', 'licence', 'approvals.licences', 'number'],
  ['volunteers', 'volunteer', 'volunteers.volunteers', 'volunteerId'],
  ['volunteers', 'activity', 'volunteers.activities', 'activityNo'],
  ['volunteers', 'service', 'volunteers.services', 'serviceNo'],
  ['health', 'contract', 'health.contracts', 'qybh'],
  ['health', 'hygiene-inspection', 'health.hygiene', 'jcbh'],
] as const;

/** Mention in the connector, by role in the truth. */
const PERSON_MENTIONS: Readonly<Record<string, readonly string[]>> = {
  self: ['person'],
  caller: ['caller'],
  husband: ['husband'],
  wife: ['wife'],
  applicant: ['applicant'],
  representative: ['representative'],
  employee: ['worker'],
  partyA: ['partyA'],
  partyB: ['partyB'],
  pupil: ['pupil'],
  guardian: ['guardian'],
  petitioner: ['petitioner'],
  complainant: ['complainant'],
  manager: ['manager'],
};

const ORGANIZATION_MENTIONS = ['business', 'employer', 'venue', 'school'];
const EVENT_MENTIONS = [
  'ticket',
  'event',
  'case',
  'call',
  'inspection',
  'petition',
  'complaint',
  'enrolment',
  'application',
  'licence',
  'contract',
  'activity',
];

interface Mention {
  readonly key: string;
  readonly name: string;
  readonly entity: string | null;
  readonly identified: boolean;
}

/** Which true ones each entity holds, and which entities each true one has. */
class Joins {
  private readonly truthsOf = new Map<string, Set<string>>();
  private readonly entitiesOf = new Map<string, Set<string>>();
  pairs = 0;

  add(entity: string, truth: string): void {
    put(this.truthsOf, entity, truth);
    put(this.entitiesOf, truth, entity);
    this.pairs++;
  }

  /** Share of entities that hold one true one only, and of true ones that are one entity only. */
  get rates(): { precision: number; recall: number } {
    const share = (map: Map<string, Set<string>>): number =>
      [...map.values()].filter((set) => set.size === 1).length / map.size;
    return { precision: share(this.truthsOf), recall: share(this.entitiesOf) };
  }
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

describe('a night over the demo district', () => {
  let made: TestDistrict;
  let hub: TestHub;
  let results: IngestResult[];
  let summary: TruthSummary;
  /** Rows that the volunteers' app posted. */
  let pushed: number;

  beforeAll(async () => {
    made = await testDistrict({ residents: 1_500, seed: 11, asOf: '2026-03-02' });
    hub = await testHub();
    await hub.load([CONNECTORS], made.district.env);
    pushed = await pushVolunteers(hub, made.district);
    results = await hub.night();
    summary = JSON.parse(readFileSync(made.district.truthFile, 'utf8')) as TruthSummary;
  }, 120_000);
  afterAll(async () => {
    await hub.close();
    await made.remove();
  });

  const mentionsOf = async (
    connector: string,
    stream: string,
    keyItem: string,
  ): Promise<Mention[]> => {
    const id = hub.catalogue.connector(connector).streams.find(({ name }) => name === stream)?.id;
    const { rows } = await hub.db.query<Mention>(
      `SELECT r.payload->>$2 AS key, m.name, m.entity_id AS entity, m.identified
         FROM mention m JOIN record r USING (stream_id, key) WHERE m.stream_id = $1`,
      [id, keyItem],
    );
    return rows;
  };
  const truthOf = async (name: string): Promise<Map<string, RowTruth>> =>
    new Map(
      (await truthLines<RowTruth>(made.folder, `rows/${name}`)).map((row) => [row.key ?? '', row]),
    );

  const landedByPush = async (): Promise<number> => {
    const { rows } = await hub.db.query<{ landed: number }>(
      `SELECT sum(t.landed)::int AS landed FROM sync_run r JOIN sync_run_stream t ON t.run_id = r.id
        WHERE r.kind = 'PUSH'`,
    );
    return rows[0]?.landed ?? 0;
  };

  it('reads every source to its end', () => {
    expect(results.map(({ status, error }) => [status, error?.message])).toEqual(
      results.map(() => ['SUCCEEDED', undefined]),
    );
  });

  it('reads as many rows as the departments hold, and quarantines exactly those that nobody can understand', async () => {
    const { rows } = await hub.db.query<{ stream: string; read: number; quarantined: number }>(
      `SELECT s.connector || '.' || s.name AS stream, sum(r.rows_read)::int AS read, sum(r.quarantined)::int AS quarantined
         FROM sync_run_stream r JOIN stream s ON s.id = r.stream_id GROUP BY 1`,
    );
    const found = Object.fromEntries(rows.map(({ stream, ...counts }) => [stream, counts]));
    const expected = Object.fromEntries(
      STREAMS.map(([connector, stream, truth]) => [
        `${connector}.${stream}`,
        {
          read: summary.rows[truth === 'grid.grids' ? 'grid.areas' : truth],
          quarantined: summary.broken[truth] ?? 0,
        },
      ]),
    );
    expect(found).toEqual(expected);
  });

  it('joins residents across departments without one wrong join, and misses none whose number can be read', async () => {
    const joins = new Joins();
    for (const [connector, stream, truth, keyItem] of STREAMS) {
      const rows = await truthOf(truth);
      for (const mention of await mentionsOf(connector, stream, keyItem)) {
        const person = rows
          .get(mention.key)
          ?.persons?.find(({ role }) => PERSON_MENTIONS[role]?.includes(mention.name) === true);
        if (typeof person?.person !== 'string') continue;
        const readable = person.number !== 'MISSING' && person.number !== 'MISTYPED';
        expect([truth, mention.key, mention.identified]).toEqual([truth, mention.key, readable]);
        if (mention.identified) joins.add(mention.entity ?? '', person.person);
      }
    }
    expect(joins.pairs).toBeGreaterThan(2_000);
    expect(joins.rates).toEqual({ precision: 1, recall: 1 });
  });

  it('joins organisations by their credit codes, and by the numbers of their licences', async () => {
    const joins = new Joins();
    for (const [connector, stream, truth, keyItem] of STREAMS) {
      const rows = await truthOf(truth);
      for (const mention of await mentionsOf(connector, stream, keyItem)) {
        const organization = rows.get(mention.key)?.organization;
        if (organization === undefined || !ORGANIZATION_MENTIONS.includes(mention.name)) continue;
        // Inspectors may name a company and give no code: nothing to join by.
        if (!mention.identified) continue;
        joins.add(mention.entity ?? '', organization);
      }
    }
    expect(joins.pairs).toBeGreaterThan(150);
    expect(joins.rates).toEqual({ precision: 1, recall: 1 });
  });

  it('makes one event of a case, whichever departments wrote it down', async () => {
    const joins = new Joins();
    const departments = new Map<string, Set<string>>();
    for (const [connector, stream, truth, keyItem] of STREAMS) {
      const rows = await truthOf(truth);
      for (const mention of await mentionsOf(connector, stream, keyItem)) {
        const row = rows.get(mention.key);
        if (row?.event === undefined || row.repeats !== undefined) continue;
        if (!EVENT_MENTIONS.includes(mention.name)) continue;
        joins.add(mention.entity ?? '', row.event);
        put(departments, row.event, connector);
      }
    }
    expect([...departments.values()].filter((set) => set.size > 1).length).toBeGreaterThan(50);
    expect(joins.rates).toEqual({ precision: 1, recall: 1 });
  });

  it('finds the place of nearly every address, whatever its form, and hardly ever a wrong one', async () => {
    const joins = new Joins();
    let unread = 0;
    for (const [connector, stream, truth, keyItem] of STREAMS) {
      const rows = await truthOf(truth);
      for (const mention of await mentionsOf(connector, stream, keyItem)) {
        const place = rows.get(mention.key)?.place;
        if (place === undefined || !['home', 'site', 'premises', 'place'].includes(mention.name))
          continue;
        if (mention.entity === null) unread++;
        else joins.add(mention.entity, place);
      }
    }
    expect(joins.rates.precision).toBeGreaterThan(0.98);
    expect(joins.rates.recall).toBeGreaterThan(0.97);
    expect(unread / joins.pairs).toBeLessThan(0.01);
  });

  it('knows spouses, recipients, staff and things by their links', async () => {
    const { rows } = await hub.db.query<{ role: string; count: number }>(
      `SELECT role, count(*)::int AS count FROM link_end GROUP BY role`,
    );
    const count = Object.fromEntries(rows.map(({ role, count: n }) => [role, n]));
    expect(Object.keys(count).sort()).toEqual([
      'EMPLOYED_BY',
      'INVOLVED_IN',
      'LEGAL_REPRESENTATIVE_OF',
      'LIVES_AT',
      'LOCATED_AT',
      'OCCURRED_AT',
      'RECEIVES',
      'REGISTERED_AT',
      'REPORTED',
      'SPOUSE_OF',
    ]);
    for (const n of Object.values(count)) expect(n).toBeGreaterThan(30);
  });

  it('believes the identity number before a swapped sex code', async () => {
    const { rows } = await hub.db.query<{ number: string; sex: string }>(
      `SELECT DISTINCT attrs->>'identityNumber' AS number, attrs->>'sex' AS sex FROM mention
        WHERE noun = 1 AND identified`,
    );
    expect(rows.length).toBeGreaterThan(1_000);
    for (const { number, sex } of rows) {
      expect(isIdentityNumber(number)).toBe(true);
      expect(sex).toBe(Number(number[16]) % 2 === 1 ? 'MALE' : 'FEMALE');
    }
  });

  it('never holds what rates or watches people', async () => {
    const { rows } = await hub.db.query(
      `SELECT count(*)::int AS count FROM record WHERE payload ?| $1::text[]`,
      [
        hub.catalogue.connectors.flatMap(({ streams }) =>
          streams.flatMap(({ neverRead }) => [...neverRead]),
        ),
      ],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('lands nothing on a second night, and after an ordinary day what changed', async () => {
    const district = await made.again();
    await hub.load([CONNECTORS], district.env);
    const before = await hub.digest();
    expect(await pushVolunteers(hub, district)).toBe(pushed);
    const second = await hub.night();
    expect(second.map(({ status, counts }) => [status, counts.landed, counts.deleted])).toEqual(
      second.map(() => ['SUCCEEDED', 0, 0]),
    );
    expect(await hub.digest()).toBe(before);
    const landedSoFar = await landedByPush();
    const changed = await changeDistrict(district, { share: 0.05, seed: 3 });
    await pushVolunteers(hub, district);
    const third = await hub.night();
    expect(third.map(({ status, error }) => [status, error?.message])).toEqual(
      third.map(() => ['SUCCEEDED', undefined]),
    );
    const posted = Object.entries(changed)
      .filter(([stream]) => stream.startsWith('volunteers.'))
      .reduce((sum, [, n]) => sum + n, 0);
    expect((await landedByPush()) - landedSoFar).toBe(posted);
    const landed = third.reduce((sum, { counts }) => sum + counts.landed, 0);
    const wanted = Object.values(changed).reduce((sum, n) => sum + n, 0) - posted;
    // Deleted people and broken rows change as well, and stay deleted and broken.
    expect(landed).toBeGreaterThan(wanted * 0.9);
    expect(landed).toBeLessThanOrEqual(wanted);
  }, 60_000);
});
