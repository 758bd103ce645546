import {
  birthDate,
  creditCode,
  DISTRICT,
  EVENTS,
  identityNumber,
  nameOf,
  phoneOf,
} from './district';
import { areaId, at, listAt, residentId, startTestApi, textAt, type TestApi } from './support';

describe('the roots of the graph', () => {
  let hub: TestApi;
  beforeAll(async () => {
    hub = await startTestApi();
  });
  afterAll(() => hub.close());

  it('finds one resident by identity number for a case, also by its old form of 15 digits', async () => {
    const query =
      'query ($n: String!) { resident(identityNumber: $n) { id name birthDate identified } }';
    const number = identityNumber(1);
    const old = number.slice(0, 6) + number.slice(8, 17);
    for (const n of [number, old]) {
      const { data, errors } = await hub.ask('case-officer', query, { variables: { n } });
      expect(errors).toEqual([]);
      expect(data).toEqual({
        resident: { id: residentId(1), name: nameOf(1), birthDate: birthDate(1), identified: true },
      });
    }
  });

  it('tells a resident over all departments: home, grid, household, events, organisations', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      `query ($id: ID!) { resident(id: $id) {
        name sex phone residence { name level } registeredAt { name }
        grid { code } community { code name } subdistrict { code }
        household { members { id name } }
        events(role: REPORTED) { edges { role since node { numbers category { code zh } } } }
        organizations { edges { role node { creditCode name } } }
        relatives { edges { node { id } } }
      } }`,
      { variables: { id: residentId(2) } },
    );
    expect(errors).toEqual([]);
    expect(data?.['resident']).toEqual({
      name: nameOf(2),
      sex: 'FEMALE',
      phone: phoneOf(2),
      residence: { name: '102室', level: 'ROOM' },
      registeredAt: { name: '建设路7号' },
      grid: { code: 'G1' },
      community: { code: 'C1', name: '幸福社区' },
      subdistrict: { code: 'S1' },
      household: {
        members: expect.arrayContaining([
          { id: residentId(1), name: nameOf(1) },
          { id: residentId(2), name: nameOf(2) },
        ]),
      },
      events: {
        edges: [
          {
            role: 'REPORTED',
            since: null,
            node: {
              numbers: ['grid:W2', 'hotline:H2'],
              category: { code: 'noise.living', zh: '生活噪声' },
            },
          },
        ],
      },
      organizations: {
        edges: [
          {
            role: 'LEGAL_REPRESENTATIVE_OF',
            node: { creditCode: creditCode(2), name: '澄湖区钱记面馆' },
          },
        ],
      },
      relatives: { edges: [] },
    });
  });

  it('tells an event from the records of two departments, as one life cycle', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      `{ event(number: "hotline:H1") {
        numbers stage { code zh en } closedAt department
        timeline { stage { code } department { code } record { __typename } }
        place { name ancestors { code } } area { code } grid { code }
        residents { edges { role node { name } } }
        things { edges { node { name numbers } } }
        records { edges { node { __typename connector stream department { zh } ... on HotlineTicketRecord { bh xm } } } }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data?.['event']).toMatchObject({
      numbers: ['grid:W1', 'hotline:H1'],
      stage: { code: 'CLOSED', zh: '办结', en: 'Closed' },
      timeline: [
        {
          stage: { code: 'REPORTED' },
          department: { code: 'hotline' },
          record: { __typename: 'HotlineTicketRecord' },
        },
        {
          stage: { code: 'DISPATCHED' },
          department: { code: 'grid' },
          record: { __typename: 'GridCaseRecord' },
        },
        { stage: { code: 'FED_BACK' }, department: { code: 'hotline' } },
        { stage: { code: 'CLOSED' }, department: { code: 'grid' } },
      ],
      place: {
        name: '阳光小区',
        ancestors: [{ code: DISTRICT }, { code: 'S1' }, { code: 'C1' }, { code: 'G1' }],
      },
      area: { code: 'G1' },
      grid: { code: 'G1' },
      residents: { edges: [{ role: 'REPORTED', node: { name: nameOf(1) } }] },
      things: { edges: [{ node: { name: '2号摄像机', numbers: ['camera:C2'] } }] },
    });
    expect(listAt(data, 'event.records')).toEqual(
      expect.arrayContaining([
        {
          __typename: 'HotlineTicketRecord',
          connector: 'hotline',
          stream: 'ticket',
          department: { zh: '热线' },
          bh: 'H1',
          xm: nameOf(1),
        },
        {
          __typename: 'GridCaseRecord',
          connector: 'grid',
          stream: 'case',
          department: { zh: '网格中心' },
        },
      ]),
    );
  });

  it('tells a place with everything in it and below it', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      `{ place(code: "G1") {
        id level name parent { code }
        children(level: COMPOUND) { edges { node { name level } } }
        residents(first: 50) { edges { node { id } } }
        events(first: 2, filter: { category: "noise" }) { edges { node { numbers occurredAt } } }
        organizations(first: 50) { edges { node { name } } }
        things { edges { node { name } } }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data?.['place']).toMatchObject({
      id: areaId('G1'),
      level: 'GRID',
      name: '第一网格',
      parent: { code: 'C1' },
      children: { edges: [{ node: { name: '阳光小区', level: 'COMPOUND' } }] },
    });
    expect(listAt(data, 'place.residents')).toHaveLength(20);
    expect(listAt(data, 'place.organizations')).toHaveLength(20);
    expect(listAt(data, 'place.things')).toHaveLength(3);
    expect(listAt(data, 'place.events')).toEqual([
      { numbers: ['grid:W20', 'hotline:H20'], occurredAt: '2026-03-05T17:00:00.000Z' },
      { numbers: ['grid:W18', 'hotline:H18'], occurredAt: '2026-02-27T17:00:00.000Z' },
    ]);
  });

  it('finds things and organisations by their numbers', async () => {
    const { data, errors } = await hub.ask(
      'analyst',
      `query ($code: String!) {
        thing(number: "camera:C1") { name kind place { name } events(first: 1) { edges { role node { id } } } }
        organization(creditCode: $code) { name establishedOn identified place { name } grid { code } }
      }`,
      { variables: { code: creditCode(3) } },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      thing: {
        name: '1号摄像机',
        kind: 'camera',
        place: { name: '阳光小区' },
        events: { edges: [{ role: 'INVOLVED_IN' }] },
      },
      organization: {
        name: '澄湖区孙记面馆',
        establishedOn: '2020-01-03',
        identified: true,
        place: { name: '阳光小区' },
        grid: { code: 'G1' },
      },
    });
  });

  it('says null, not an error, for what is not there', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      `{ event(number: "hotline:none") { id } place(code: "G9") { id } thing(number: "camera:none") { id }
         organization(creditCode: "${creditCode(999)}") { id } resident(identityNumber: "${identityNumber(26)}") { id } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      event: null,
      place: null,
      thing: null,
      organization: null,
      resident: null,
    });
  });

  it('lists with filters and orders of each noun', async () => {
    const { data, errors } = await hub.ask(
      'case-officer',
      `query ($area: ID!) {
        residents(filter: { area: $area, sex: FEMALE }, orderBy: { field: BIRTH_DATE, direction: DESC }, first: 2) {
          edges { node { birthDate sex } } }
        events(filter: { category: "sanitation", stage: CLOSED }) { edges { node { numbers } } }
        places(filter: { level: GRID }, orderBy: { field: CODE }) { edges { node { code } } }
        organizations(orderBy: { field: ESTABLISHED_ON, direction: DESC }, first: 1) { edges { node { establishedOn } } }
        things(filter: { kind: "camera" }, orderBy: { field: NAME }) { edges { node { name } } }
      }`,
      { variables: { area: areaId('G2') } },
    );
    expect(errors).toEqual([]);
    expect(listAt(data, 'residents')).toEqual([
      { birthDate: birthDate(24), sex: 'FEMALE' },
      { birthDate: birthDate(22), sex: 'FEMALE' },
    ]);
    expect(listAt(data, 'events')).toEqual([{ numbers: ['grid:W1', 'hotline:H1'] }]);
    expect(listAt(data, 'places')).toEqual([{ code: 'G1' }, { code: 'G2' }]);
    expect(listAt(data, 'organizations')).toEqual([{ establishedOn: '2020-01-21' }]);
    expect(listAt(data, 'things').map((node) => at(node, 'name'))).toEqual([
      '1号摄像机',
      '2号摄像机',
      '3号摄像机',
    ]);
  });

  it('lists events latest first where nothing else is asked', async () => {
    const { data } = await hub.ask(
      'analyst',
      '{ events(first: 30) { edges { node { occurredAt } } } }',
    );
    const times = listAt(data, 'events').map((node) => textAt(node, 'occurredAt'));
    expect(times).toHaveLength(EVENTS);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('searches places and organisations by part of a name, best first', async () => {
    const { data, errors } = await hub.ask(
      'analyst',
      '{ search(text: "阳光小区") { edges { node { __typename id ... on Place { name level } } } } shops: search(text: "孙记面馆", nouns: [Organization]) { edges { node { ... on Organization { name } } } } }',
    );
    expect(errors).toEqual([]);
    expect(listAt(data, 'search')[0]).toMatchObject({
      __typename: 'Place',
      name: '阳光小区',
      level: 'COMPOUND',
    });
    expect(listAt(data, 'shops')[0]).toEqual({ name: '澄湖区孙记面馆' });
  });
});
