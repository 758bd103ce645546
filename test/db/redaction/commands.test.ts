import { testFolder } from '../../support/hub';
import { testSshd, type TestSshd } from '../../support/sshd';
import { wangshu, type Outcome } from '../../unit/cli/support';
import {
  BAD_ID,
  BAD_PHONE,
  connector,
  ID,
  NAME,
  PERSON,
  PHONE,
  plantedIn,
  SECRET,
} from './planted';
import { keyLines, plantSftp } from './sftp';

/** Cases of the kit that look at values or at errors, one of each kind; the others print counts alone. */
const CASES = [
  'spec',
  'answers',
  'fails-cleanly',
  'keys',
  'types',
  'bad-rows',
  'characters',
].flatMap((name) => ['--only', name]);

describe('commands that try a source which holds planted things', () => {
  const folder = testFolder();
  const faulty = testFolder();
  let sshd: TestSshd;
  let env: Record<string, string>;

  beforeAll(async () => {
    sshd = await testSshd();
    const reader = `{ kind: file, folder: '${folder.path}/data', format: csv }`;
    connector(folder, 'ledger', { reader, from: 'ledger.csv' });
    const well = Array.from({ length: 30 }, (_, i) => `w${String(i)},${NAME},,`);
    const bad = [`b1,${NAME},${BAD_ID},${BAD_PHONE}`, `,${PERSON}`, `b2,"${NAME},${ID},${PHONE}`];
    folder.write('data/ledger.csv', ['bh,xm,sfzh,lxdh', ...well, ...bad, ''].join('\n'));
    env = {
      ...{ CONNECTORS_DIR: `${folder.path}/connectors`, WANGSHU_HOME: `${folder.path}/home` },
      ...{ PLANTED: SECRET, LOG_LEVEL: 'debug', ...plantSftp(folder, sshd) },
    };
  });
  afterAll(async () => {
    await sshd.stop();
    folder.remove();
    faulty.remove();
  });

  /** Both streams of a command, and what must not stand in them. */
  function toldIn({ out, err }: Outcome): string[] {
    const isKey = keyLines(sshd).some((line) => `${out}${err}`.includes(line));
    return [...plantedIn(`${out}${err}`), ...(isKey ? ['a private key'] : [])];
  }

  it('wangshu connectors test tells no value of the rows it judges, not even where a case fails', async () => {
    const tried = await wangshu(['connectors', 'test', 'ledger', ...CASES], env);
    expect(tried.out).toMatch(/✘ keys .*[^]*✘ types .*[^]*sfzh \(VALUE_INVALID\)[^]*✔ bad-rows/);
    expect(toldIn(tried)).toEqual([]);
  }, 60_000);

  it('wangshu connectors test tells no secret of a source that refuses it', async () => {
    const asked = ['connectors', 'test', 'sftp-password', '--only', 'answers', '--only', 'keys'];
    const refused = await wangshu([...asked, '--json'], env);
    expect(refused.out).toContain('SOURCE_REFUSED');
    expect([refused.code, toldIn(refused)]).toEqual([1, []]);
  }, 60_000);

  it('wangshu connectors check tells what a setting must be, not what a variable in it stands for', async () => {
    connector(faulty, 'faulty', {
      reader: `{ kind: http, baseUrl: '\${API_URL}', auth: { kind: basic, username: '\${ACCOUNT}', password: x }, paging: { kind: none } }`,
      from: '/rows',
    });
    const own = {
      ...{ ...env, CONNECTORS_DIR: `${faulty.path}/connectors` },
      ...{ ACCOUNT: `hub:${SECRET}`, API_URL: `https://hub:${SECRET}@127.0.0.1/?for=${ID}` },
    };
    for (const json of [[], ['--json']]) {
      const checked = await wangshu(['connectors', 'check', ...json], own);
      expect(checked.out + checked.err).toContain('${API_URL}');
      expect([checked.code, toldIn(checked)]).toEqual([2, []]);
    }
  });
});
