import { SAMPLES } from '../../src/api';
import { areaId, at, districtId, listAt, startTestApi, unknownId, type TestApi } from './support';

describe('trends, the caller, the catalogue and the samples', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  it('counts a trend of the whole district by week, on the calendar of the district', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      '{ riskTrend(category: "noise", from: "2026-01-05") { category { zh } area { id level } grain timeZone suppressedBelow points { start end count status incomplete } } }',
    );
    expect(errors).toEqual([]);
    expect(data?.['riskTrend']).toMatchObject({
      category: { zh: '噪声扰民' },
      area: { id: districtId, level: 'DISTRICT' },
      grain: 'WEEK',
      timeZone: 'Asia/Shanghai',
      suppressedBelow: null,
    });
    const points = listAt(data, 'riskTrend.points');
    expect(points.at(0)).toMatchObject({
      start: '2026-01-05',
      end: '2026-01-11',
      status: 'INSUFFICIENT_HISTORY',
    });
    // 18:00 in Greenwich on Saturday is Sunday in the district: the week is still under way.
    expect(points.at(-1)).toMatchObject({
      start: '2026-03-16',
      end: '2026-03-22',
      incomplete: true,
      status: 'INCOMPLETE',
    });
    expect(points.reduce<number>((sum, point) => sum + Number(at(point, 'count')), 0)).toBe(12);
  });

  it('holds small counts back from callers without a case', async () => {
    const { data, errors } = await hub.ask(
      'analyst',
      '{ riskTrend(category: "noise", grain: DAY, from: "2026-02-01", to: "2026-02-28") { suppressedBelow points { count status } } }',
    );
    expect(errors).toEqual([]);
    expect(at(data, 'riskTrend.suppressedBelow')).toBe(10);
    expect(
      listAt(data, 'riskTrend.points').filter((point) => Number(at(point, 'count')) > 0),
    ).toEqual([]);
  });

  it('counts a trend only of areas that the caller works in', async () => {
    const query =
      'query ($area: ID) { riskTrend(category: "noise", area: $area) { area { code } } }';
    const of = (areas: string[], area: string | null) =>
      hub.ask('grid-worker', query, { areas, variables: { area } });
    for (const area of [null, areaId('G2')])
      expect((await of(['G2'], area)).data).toEqual({ riskTrend: { area: { code: 'G2' } } });
    expect((await of(['C1'], areaId('G2'))).data).toEqual({ riskTrend: { area: { code: 'G2' } } });
    const refused = [
      await of(['G2'], areaId('G1')),
      await of(['G2'], districtId),
      await of(['G2'], unknownId('Place')),
      await of(['G1', 'G2'], null),
    ];
    for (const { status, data, errors } of refused)
      expect([status, data, errors[0]?.extensions.code]).toEqual([404, null, 'NOT_FOUND']);
  });

  it('says who is asking, and lists categories', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      '{ me { principal name role { code zh } department purpose { code } caseNumber areas { code } rights connectors views { kind view } } categories { code parent } }',
      { areas: ['G1'] },
    );
    expect(errors).toEqual([]);
    expect(data?.['me']).toEqual({
      principal: 'case-officer-1',
      name: '测试 case-officer',
      role: { code: 'case-officer', zh: '个案承办人' },
      department: 'grid',
      purpose: { code: 'case-handling' },
      caseNumber: '澄网〔2026〕1号',
      areas: [{ code: 'G1' }],
      rights: [],
      connectors: ['grid', 'hotline', 'market', 'population', 'register'],
      views: expect.arrayContaining([
        { kind: 'DIRECT_IDENTIFIER', view: 'WHOLE' },
        { kind: 'SENSITIVE', view: 'MASKED' },
      ]),
    });
    expect(listAt(data, 'categories')).toContainEqual({ code: 'noise.living', parent: 'noise' });
  });

  it('shows the catalogue, the runs and the rows that could not be understood', async () => {
    const { data, errors } = await hub.ask(
      'steward',
      `{ connectors { edges { node { name zh department { code } sharing condition basis retention freshAt
           lastRun { status streams { stream read landed quarantined } }
           streams { name recordType items { field name kind sharing view } } } } }
         syncRuns(connector: "population") { edges { node { connector status fullRead startedAt finishedAt } } }
         quarantine { edges { node { connector stream stage place item code message status } } } }`,
    );
    expect(errors).toEqual([]);
    const population = listAt(data, 'connectors').find((node) => at(node, 'name') === 'population');
    expect(population).toMatchObject({
      department: { code: 'police' },
      sharing: 'CONDITIONAL',
      condition: '网格服务核实',
      basis: ['政务数据共享条例'],
      retention: 'P3Y',
      freshAt: expect.stringMatching(/Z$/),
      lastRun: {
        status: 'SUCCEEDED',
        streams: [{ stream: 'resident', read: 25, landed: 24, quarantined: 1 }],
      },
      streams: [{ name: 'resident', recordType: 'PopulationRecord' }],
    });
    expect(listAt(population, 'streams.0.items')).toContainEqual({
      field: 'sfzh',
      name: 'sfzh',
      kind: 'DIRECT_IDENTIFIER',
      sharing: 'CONDITIONAL',
      view: 'MASKED',
    });
    expect(JSON.stringify(population)).not.toContain('wxdj');
    expect(listAt(data, 'syncRuns')).toHaveLength(1);
    expect(listAt(data, 'quarantine')).toEqual([
      expect.objectContaining({
        connector: 'population',
        stream: 'resident',
        stage: 'MAP',
        item: 'csrq',
        status: 'OPEN',
      }),
    ]);
  });

  it.each(SAMPLES.map((sample) => [sample.name, sample] as const))(
    'answers the sample %s to every role that reads the graph',
    async (_, { query, variables }) => {
      for (const role of ['analyst', 'grid-worker', 'case-officer', 'steward'] as const) {
        const { status, data, errors } = await hub.ask(role, query, { variables });
        expect(errors).toEqual([]);
        expect(status).toBe(200);
        const [root] = Object.values(data ?? {});
        expect(at(root, 'edges.length') ?? at(root, 'points.length')).toBeGreaterThan(0);
      }
    },
  );
});
