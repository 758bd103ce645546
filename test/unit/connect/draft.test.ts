import { parse } from 'yaml';
import { draftStreams, guessItem, renderConnector, renderReadme } from '../../../src/connect/draft';
import { settingsFor } from '../../../src/connect/draft';
import type { DiscoveredField, DiscoveredStream } from '../../../src/connect/reader';
import { checkSpec } from '../../../src/connect/check';
import { connectorSchema } from '../../../src/connect/spec';

const field = (name: string, own: Partial<DiscoveredField> = {}): DiscoveredField => ({
  name,
  type: 'string',
  nativeType: null,
  nullable: true,
  comment: null,
  ...own,
});
const stream = (from: string, names: readonly string[], own: Partial<DiscoveredStream> = {}) => ({
  from,
  fields: names.map((name) => field(name)),
  key: [],
  cursor: null,
  rows: null,
  ...own,
});
const rendered = (streams: readonly DiscoveredStream[], id = 'police'): string =>
  renderConnector({
    id,
    department: { code: 'police', zh: '公安', en: 'Police' },
    title: { zh: '人口', en: 'Population' },
    reader: { kind: 'sql', client: 'pg', connection: '${DB_URL}' },
    streams: draftStreams(id, streams),
  });
interface Opened {
  readonly streams: Record<
    string,
    {
      key: string[];
      record: string;
      items: Record<string, { share: string; from?: string; zh: string }>;
    }
  >;
}
const opened = (text: string): Opened => parse(text.replaceAll('    draft: true\n', '')) as Opened;

describe('a guess of what a field holds', () => {
  it.each([
    ['sfzh', 'identityNumber', 'DIRECT_IDENTIFIER', 'last4'],
    ['id_card', 'identityNumber', 'DIRECT_IDENTIFIER', 'last4'],
    ['applicantIdCardNo', 'identityNumber', 'DIRECT_IDENTIFIER', 'last4'],
    ['身份证号', 'identityNumber', 'DIRECT_IDENTIFIER', 'last4'],
    ['xm', 'personName', 'DIRECT_IDENTIFIER', 'surname'],
    ['sqrxm', 'personName', 'DIRECT_IDENTIFIER', 'surname'],
    ['name', 'personName', 'DIRECT_IDENTIFIER', 'surname'],
    ['sjhm', 'phone', 'DIRECT_IDENTIFIER', 'first3last4'],
    ['contact_phone', 'phone', 'DIRECT_IDENTIFIER', 'first3last4'],
    ['hjdz', 'address', 'QUASI_IDENTIFIER', 'street'],
    ['home_address', 'address', 'QUASI_IDENTIFIER', 'street'],
    ['person.address', 'address', 'QUASI_IDENTIFIER', 'street'],
    ['tyshxydm', 'socialCreditCode', 'ORDINARY', null],
    ['dwmc', 'organizationName', 'ORDINARY', null],
    ['csrq', 'date', 'QUASI_IDENTIFIER', 'year'],
    ['xb', 'sex', 'QUASI_IDENTIFIER', 'hidden'],
    ['mz', 'ethnicity', 'QUASI_IDENTIFIER', 'hidden'],
    ['email', 'string', 'DIRECT_IDENTIFIER', 'hidden'],
    ['diagnosis', 'string', 'SENSITIVE', 'hidden'],
    ['wage_base', 'string', 'SENSITIVE', 'hidden'],
    ['bz', 'text', 'SENSITIVE', 'hidden'],
    ['zt', 'string', 'ORDINARY', null],
    ['wxdj', 'string', null, null],
    ['match_score', 'string', null, null],
    ['风险等级', 'string', null, null],
  ])('%s: %s, %s', (name, type, kind, mask) => {
    expect(guessItem(field(name))).toMatchObject({
      ...(kind === null ? {} : { type }),
      kind,
      mask,
    });
  });

  it('takes the word of a remark before that of a name', () => {
    expect(guessItem(field('f1', { comment: '申请人手机号码' }))).toMatchObject({
      type: 'phone',
      zh: '申请人手机号码',
    });
    expect(guessItem(field('xm', { comment: '项目' }))).toMatchObject({ zh: '项目' });
  });

  it('tells what is a time, what is a number, and asks where it cannot know', () => {
    expect(guessItem(field('x1', { type: 'dateTime' })).type).toBe('dateTime');
    expect(guessItem(field('x1', { type: 'date' })).type).toBe('date');
    expect(guessItem(field('x1', { type: 'number', nativeType: 'bigint' })).type).toBe('integer');
    expect(guessItem(field('x1', { type: 'number', nativeType: 'numeric(9,2)' })).type).toBe(
      'decimal',
    );
    expect(guessItem(field('jd', { type: 'number' })).type).toBe('longitude');
    expect(guessItem(field('slsj', {})).asks[0]).toMatch(/form and zone/);
    expect(guessItem(field('sj', {})).asks[0]).toMatch(/手机/);
    // A time is no phone, whatever it is called.
    expect(guessItem(field('sjh', { type: 'dateTime' })).type).toBe('dateTime');
  });

  it('gives fields in Chinese a name that YAML items may have', () => {
    expect(guessItem(field('姓名'))).toMatchObject({ name: 'name', field: '姓名', zh: '姓名' });
    expect(guessItem(field('发生时间'))).toMatchObject({ name: 'occurred_at', en: 'Occurred at' });
    expect(guessItem(field('甲乙')).name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    expect(guessItem(field('1st name!')).name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
  });
});

describe('a draft', () => {
  const many = [
    stream('t_syrk', ['rybh', 'xm', 'xm', 'XM'], { key: ['rybh'] }),
    stream('T-SYRK', ['甲', '乙']),
    stream('public.t syrk', ['a']),
    stream('2026/*.csv', ['id', 'a']),
    stream('日志', ['内容'], { rows: 12 }),
    stream('empty', []),
  ];

  it('is a connector that nothing is wrong with, and that reads nothing', () => {
    const spec = connectorSchema.parse(parse(rendered(many)));
    expect(Object.values(spec.streams).map(({ draft }) => draft)).toEqual(Array(5).fill(true));
    expect(checkSpec(spec, {})).toEqual([]);
    expect(spec.reader.kind).toBe('sql');
  });

  it('shares nothing and names nothing twice when its streams are drafts no more', () => {
    const text = rendered(many);
    const { streams } = opened(text);
    const all = Object.values(streams);
    expect(all).toHaveLength(5);
    expect(new Set(all.map(({ record }) => record.toLowerCase())).size).toBe(5);
    for (const { items, key } of all) {
      for (const item of Object.values(items)) expect(item.share).toBe('NOT_SHARED');
      for (const name of key) expect(Object.keys(items)).toContain(name);
    }
    const whole = { ...(parse(text) as object), streams };
    expect(connectorSchema.safeParse(whole).error?.issues ?? []).toEqual([]);
  });

  it.each([
    'x\nstreams: {a: 1}',
    "it's: # [a], {b}",
    '- a',
    'true',
    '\u2028x',
    '*a &b !c',
    '"',
    '表\t名',
  ])('stays one draft whatever the source is called and says of itself: %j', (text) => {
    const nasty = stream(text, [text, 'b'], {
      fields: [field(text, { comment: text, nativeType: text }), field('b', { comment: text })],
    });
    const yaml = rendered([nasty]);
    const { streams } = connectorSchema.parse(parse(yaml));
    expect(Object.values(streams).map(({ draft }) => draft)).toEqual([true]);
    const [only] = Object.values(opened(yaml).streams);
    expect(Object.keys(only?.items ?? {})).toHaveLength(2);
  });

  it('keeps the digits of numbers that name a row', () => {
    const fields = [field('id', { type: 'number' }), field('n', { type: 'number' })];
    const [only] = draftStreams('a', [stream('t', [], { fields, key: ['id'] })]);
    expect(only?.items.map(({ type }) => type)).toEqual(['string', 'decimal']);
  });

  it('asks whether a file with a day in its name comes every day', () => {
    expect(rendered([stream('hotline-20260101.csv', ['id'])])).toContain('drops: daily');
    expect(rendered([stream('hotline.csv', ['id'])])).not.toContain('drops: daily');
  });

  it('leaves a README of what is known and what is to be agreed', () => {
    const text = renderReadme({
      id: 'police',
      department: { code: 'police', zh: '公安', en: 'Police' },
      title: { zh: '人口', en: 'Population' },
      reader: { kind: 'sql', connection: '${DB_URL}' },
      streams: draftStreams('police', many),
    });
    expect(text).toContain('`DB_URL`');
    expect(text).toContain('| `t-syrk` | `t_syrk` | `rybh` | — | 4 (3) |');
  });
});

describe('settings for a draft', () => {
  it('have their secrets in variables, at any depth', () => {
    const raw = { kind: 'singer', command: ['tap'], secrets: { password: '${PW}' } };
    expect(settingsFor(raw, { PW: 'geheim' })).toMatchObject({ secrets: { password: 'geheim' } });
    expect(() => settingsFor({ ...raw, secrets: { password: 'geheim' } }, {})).toThrow(
      /--secret-env secrets\.password=MY_PASSWORD/,
    );
    const told = (): string => {
      try {
        settingsFor({ ...raw, config: { api_key: 'geheim' } }, { PW: 'x' });
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(told()).toMatch(/under secrets/);
    expect(told()).not.toContain('geheim');
  });
});
