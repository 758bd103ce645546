import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { parse } from 'yaml';
import { loadCatalogue } from '../../src/connect/load';
import { emptyDatabase, type TestDatabase } from '../support/database';
import { testFolder } from '../support/hub';
import { testMariaDb } from '../support/mariadb';
import { query } from '../support/query';
import { scriptedTap } from '../support/tap';
import { wangshu } from '../unit/cli/support';

/** What a person does at last: says that the streams are drafts no more. */
const opened = (text: string): string => text.replaceAll('    draft: true\n', '');

describe('wangshu connectors new', () => {
  let database: TestDatabase;
  const folder = testFolder();
  const env = (own: Record<string, string> = {}): Record<string, string> => ({
    CONNECTORS_DIR: folder.path,
    POLICE_DB_URL: database.url,
    ...own,
  });
  const SQL = ['--kind', 'sql', '--set', 'client=pg', '--secret-env', 'connection=POLICE_DB_URL'];
  const file = (name: string): string => path.join(folder.path, name, 'connector.yaml');

  beforeAll(async () => {
    database = await emptyDatabase();
    await query(
      database.url,
      `CREATE TABLE t_syrk (rybh varchar(20) PRIMARY KEY, sfzh varchar(18), xm varchar(50), lxdh text, xzz text, wxdj text,
         jd numeric(10,6), wd numeric(10,6), xb char(1), bz text, zffx int, gxsj timestamp NOT NULL)`,
      `COMMENT ON COLUMN t_syrk.xm IS '姓名'`,
      `COMMENT ON COLUMN t_syrk.bz IS E'备注\\nstreams: {x: 1} # "quoted"'`,
      `COMMENT ON COLUMN t_syrk.zffx IS '走访风险等级: 1 高 2 低'`,
      `CREATE TABLE "t:日志" ("流水号" bigint, "内容, 全文" text, "发生 时间" timestamp)`,
      `INSERT INTO t_syrk VALUES ('1', '990101199001011234', 'PLANTED', '13800000000', 'PLANTED', '高', 120.1, 30.2, '1', 'PLANTED', 1, now())`,
    );
  });
  afterAll(async () => {
    folder.remove();
    await database.drop();
  });

  it('writes a connector that loads at once, and shares and reads nothing', async () => {
    const { code, out, err } = await wangshu(
      ['connectors', 'new', 'police', ...SQL, '--department', 'police|公安|Police'],
      env(),
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/2 streams, nothing is shared/);
    expect(await wangshu(['connectors', 'check'], env())).toMatchObject({ code: 0 });
    const [connector] = loadCatalogue({ folders: [folder.path], env: env() }).connectors;
    expect(connector?.spec.department).toEqual({ code: 'police', zh: '公安', en: 'Police' });
    expect(connector?.streams).toEqual([]);
    const text = readFileSync(file('police'), 'utf8');
    expect(text).not.toMatch(/PLANTED|990101|13800000000/);
    expect(text).not.toContain(new URL(database.url).password || 'postgres://');
    expect(text).toContain('connection: ${POLICE_DB_URL}');
    expect(readFileSync(path.join(folder.path, 'police', 'README.md'), 'utf8')).toContain(
      'POLICE_DB_URL',
    );
  });

  it('proposes keys, cursor and items, and shares none of them when the streams are drafts no more', () => {
    const text = opened(readFileSync(file('police'), 'utf8'));
    const { streams } = parse(text) as {
      streams: Record<
        string,
        {
          from: string;
          key: string[];
          cursor?: string;
          items: Record<string, Record<string, unknown>>;
        }
      >;
    };
    const items = Object.values(streams).flatMap((stream) => Object.values(stream.items));
    expect(items).toHaveLength(15);
    expect(items.every(({ share }) => share === 'NOT_SHARED')).toBe(true);
    const residents = Object.values(streams).find(({ from }) => from === 't_syrk');
    expect(residents).toMatchObject({
      key: ['rybh'],
      cursor: 'gxsj',
      items: {
        sfzh: { type: 'identityNumber', kind: 'DIRECT_IDENTIFIER', mask: 'last4' },
        xm: { type: 'personName', mask: 'surname', zh: '姓名' },
        lxdh: { type: 'phone', mask: 'first3last4' },
        xzz: { type: 'address', mask: 'street' },
        jd: { type: 'longitude' },
        wd: { type: 'latitude' },
        xb: { type: 'sex' },
        bz: { type: 'text', kind: 'SENSITIVE', mask: 'hidden' },
        gxsj: { type: 'dateTime' },
      },
    });
    // Ratings of persons are proposed for nothing.
    expect(residents?.items['wxdj']).not.toHaveProperty('kind');
    expect(residents?.items['zffx']).not.toHaveProperty('kind');
    const log = Object.values(streams).find(({ from }) => from !== 't_syrk');
    expect(Object.values(log?.items ?? {}).map((item) => item['from'])).toEqual([
      '流水号',
      '内容, 全文',
      '发生 时间',
    ]);
  });

  it('can be opened by sharing what is wanted: the check then tells what is left to decide, and it reads', async () => {
    const text = opened(readFileSync(file('police'), 'utf8'));
    folder.write('half/police/connector.yaml', text);
    const half = { ...env(), CONNECTORS_DIR: path.join(folder.path, 'half') };
    const before = await wangshu(['connectors', 'check'], half);
    expect(before.code).toBe(2);
    expect(before.err).toMatch(/key\.0: an item that is shared/);
    // Sharing key, cursor and name of residents, and leaving the other stream closed.
    const [head = '', residents = ''] = text.split(/^(?= {2}t-syrk:)/m);
    const whole =
      head.replace(/^streams:\n[^]*$/m, 'streams:\n') +
      residents
        .split(/\n(?= {2}[a-z][a-z0-9-]*:\n)/)[0]
        ?.replace(/(rybh|gxsj|xm):\s*\{\s*share: NOT_SHARED,\s*/g, '$1: { ');
    writeFileSync(path.join(folder.path, 'half/police/connector.yaml'), whole);
    expect(await wangshu(['connectors', 'check'], half)).toMatchObject({ code: 0 });
    const [connector] = loadCatalogue({ folders: [half.CONNECTORS_DIR], env: half }).connectors;
    expect([...(connector?.streams[0]?.items.keys() ?? [])].sort()).toEqual(['gxsj', 'rybh', 'xm']);
  });

  it('replaces nothing unless told to, and never a README', async () => {
    writeFileSync(path.join(folder.path, 'police', 'README.md'), 'mine');
    writeFileSync(file('police'), 'mine too');
    const again = await wangshu(['connectors', 'new', 'police', ...SQL], env());
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/is there already.*--force/);
    expect(readFileSync(file('police'), 'utf8')).toBe('mine too');
    expect(
      await wangshu(['connectors', 'new', 'police', ...SQL, '--force', '--json'], env()),
    ).toMatchObject({ code: 0 });
    expect(readFileSync(file('police'), 'utf8')).toContain('id: police');
    expect(readFileSync(path.join(folder.path, 'police', 'README.md'), 'utf8')).toBe('mine');
  });

  it('prints without writing, takes settings from a file, and one stream where one is wanted', async () => {
    folder.write('reader.yaml', "kind: sql\nclient: pg\nconnection: '${POLICE_DB_URL}'\n");
    const { code, out } = await wangshu(
      [
        'connectors',
        'new',
        'one',
        '--reader',
        path.join(folder.path, 'reader.yaml'),
        '--stream',
        't_syrk',
        '--print',
      ],
      env(),
    );
    expect(code).toBe(0);
    expect(out).toContain('t-syrk:');
    expect(out).not.toContain('日志');
    expect(existsSync(file('one'))).toBe(false);
  });

  it('drafts what a MariaDB server offers', async () => {
    const server = await testMariaDb();
    try {
      const url = await server.database();
      await server.query(
        url,
        `CREATE TABLE permit (id int PRIMARY KEY, sqrxm varchar(50) COMMENT '申请人姓名', update_time datetime NOT NULL)`,
      );
      const own = env({ PERMIT_DB_URL: url });
      const set = ['--set', 'client=mysql2', '--secret-env', 'connection=PERMIT_DB_URL'];
      const { code, err } = await wangshu(
        ['connectors', 'new', 'permits', '--kind', 'sql', ...set],
        own,
      );
      expect([code, err]).toEqual([0, '']);
      const text = readFileSync(file('permits'), 'utf8');
      const { streams } = parse(opened(text)) as { streams: Record<string, object> };
      expect(streams['permit']).toMatchObject({
        key: ['id'],
        cursor: 'update_time',
        items: { sqrxm: { share: 'NOT_SHARED', type: 'personName', zh: '申请人姓名' } },
      });
      expect(text).not.toContain(new URL(url).password);
      expect(await wangshu(['connectors', 'check'], own)).toMatchObject({ code: 0 });
    } finally {
      await server.stop();
      rmSync(path.join(folder.path, 'permits'), { recursive: true });
    }
  });

  it('drafts what a folder of files in GB18030 holds', async () => {
    const csv = iconv.encode('id,姓名,发生时间\n1,PLANTED䶮,2026-01-01\n', 'gb18030');
    mkdirSync(path.join(folder.path, 'drop'), { recursive: true });
    writeFileSync(path.join(folder.path, 'drop', 'hotline.csv'), csv);
    const set = [`folder=${path.join(folder.path, 'drop')}`, 'format=csv', 'encoding=gb18030'];
    const { code, err } = await wangshu(
      ['connectors', 'new', 'hotline', '--kind', 'file', ...set.flatMap((each) => ['--set', each])],
      env(),
    );
    expect([code, err]).toEqual([0, '']);
    const text = readFileSync(file('hotline'), 'utf8');
    expect(text).not.toContain('PLANTED');
    expect(parse(opened(text))).toMatchObject({
      streams: {
        hotline: { items: { name: { from: '姓名' }, occurred_at: { from: '发生时间' } } },
      },
    });
    expect(await wangshu(['connectors', 'test', 'hotline'], env())).toMatchObject({
      code: 2,
      err: expect.stringContaining('what is shared'),
    });
  });

  it('drafts what a Singer tap offers', async () => {
    const tap = scriptedTap(`await say({ streams: [{ tap_stream_id: 'staff', key_properties: ['id'],
      schema: { properties: { id: { type: 'integer' }, id_card: { type: ['null', 'string'], description: '身份证号' } } } }] });`);
    try {
      const { code, err } = await wangshu(
        [
          'connectors',
          'new',
          'hr',
          '--kind',
          'singer',
          '--set',
          `command=${JSON.stringify(tap.command)}`,
          '--secret-env',
          'secrets.password=HR_PASSWORD',
        ],
        env({ HR_PASSWORD: 'geheim' }),
      );
      expect([code, err]).toEqual([0, '']);
      const text = readFileSync(file('hr'), 'utf8');
      expect(text).toContain('type: identityNumber');
      expect(text).not.toContain('geheim');
      expect(await wangshu(['connectors', 'check'], env({ HR_PASSWORD: 'geheim' }))).toMatchObject({
        code: 0,
      });
    } finally {
      tap.remove();
    }
  });

  it.each([
    [['Police'], /lower-case words/],
    [['../x', ...['--kind', 'sql']], /lower-case words/],
    [['x'], /--kind is required/],
    [['x', '--kind', 'push'], /told by its department/],
    [['x', '--kind', 'sql', '--set', 'client'], /key=value/],
    [
      ['x', '--kind', 'sql', '--set', 'client=pg', '--set', 'connection=postgres://u:geheim@h/d'],
      /a variable is required for connection.*--secret-env/,
    ],
    [['x', '--kind', 'sql', '--secret-env', 'connection=geheim'], /name of a variable/],
    [
      ['x', '--kind', 'sql', '--secret-env', 'connection=NOT_SET'],
      /environment variable NOT_SET is required/,
    ],
    [
      ['x', '--kind', 'sql', '--set', 'client=nix', '--secret-env', 'connection=POLICE_DB_URL'],
      /client: one of pg/,
    ],
    [['x', '--reader', '/nowhere.yaml'], /none is at/],
    [
      [
        'x',
        ...['--kind', 'sql', '--set', 'client=pg', '--secret-env', 'connection=POLICE_DB_URL'],
        '--stream',
        'nix',
      ],
      /t_syrk.*nix is given/,
    ],
  ])('says what is asked wrongly: %p', async (argv, sentence) => {
    const { code, out, err } = await wangshu(['connectors', 'new', ...argv], env());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/geheim/);
    expect(existsSync(file('x'))).toBe(false);
  });

  it('says in a sentence that the source does not answer, and writes nothing', async () => {
    const { code, err } = await wangshu(
      ['connectors', 'new', 'far', ...SQL],
      env({ POLICE_DB_URL: 'postgres://u:geheim@127.0.0.1:9/d' }),
    );
    expect(code).toBe(1);
    expect(err).toMatch(/is required/);
    expect(err).not.toContain('geheim');
    expect(existsSync(file('far'))).toBe(false);
  });
});
