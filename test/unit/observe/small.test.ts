import { createHmac } from 'node:crypto';
import { observingOf } from '../../../src/config/observing';
import { nextNight } from '../../../src/jobs';
import { NOBODY, observeAll } from '../../../src/observe';
import { robotBody, standardBody } from '../../../src/observe/alerts/message';
import { latestNight } from '../../../src/observe/alerts/nights';
import type { Notice } from '../../../src/observe/alerts/record';
import { signedDingtalkUrl, webhookHeaders } from '../../../src/observe/alerts/sign';
import { leavingText } from '../../../src/observe/leaving';
import { within } from '../../../src/observe/patience';
import { postJson } from '../../../src/observe/post';
import { parentOf } from '../../../src/observe/traces/ids';
import { testReceiver } from '../../support/receiver';
import { tellNight } from './told';

describe('settings of the environment', () => {
  const of = (env: Record<string, string>): ReturnType<typeof observingOf> => observingOf({ env });

  it('watch nothing where nothing is set', () => {
    expect(of({})).toEqual({ metrics: null, traces: null, lineage: null, alerts: null });
  });

  it("follow the standards' variables", () => {
    const on = of({
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/', OPENLINEAGE_API_KEY: 'key' },
      OPENLINEAGE_URL: 'https://lineage.example',
    });
    expect(on.traces).toEqual({ url: 'http://127.0.0.1:4318/v1/traces', serviceName: 'wangshu' });
    expect(on.lineage).toEqual({
      ...{ url: 'https://lineage.example/api/v1/lineage', apiKey: 'key', namespace: 'wangshu' },
    });
    const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/mine' };
    expect(of(own).traces?.url).toBe('http://127.0.0.1:4318/mine');
    expect(of({ ...own, OTEL_SDK_DISABLED: 'true' }).traces).toBeNull();
    expect(of({ ...own, OTEL_TRACES_EXPORTER: 'none' }).traces).toBeNull();
  });

  it('serve metrics to other machines with a token alone', () => {
    expect(of({ METRICS_PORT: '9464' }).metrics).toEqual({
      ...{ host: '127.0.0.1', port: 9464, token: null },
    });
    expect(() => of({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })).toThrow(/METRICS_TOKEN/);
    const token = 'a-token-of-the-scraper';
    expect(
      of({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0', METRICS_TOKEN: token }).metrics?.token,
    ).toBe(token);
  });

  it('tell all that is wrong at once, and no secret', () => {
    const wrong = {
      ...{ ALERT_URL: 'ftp://robot?key=s3cret-key', ALERT_SECRET: 's3cret' },
      METRICS_PORT: '99999',
    };
    expect(() => of(wrong)).toThrow(/ALERT_URL[^]*|METRICS_PORT[^]*/);
    try {
      of(wrong);
    } catch (error) {
      const { message } = error as Error;
      expect(message).toMatch(/3 faults/);
      expect(message).not.toContain('s3cret');
    }
    expect.assertions(3);
  });
});

describe('what leaves the house', () => {
  it.each([
    ['police: postgres://reader:pass-word@db/x refused', 'pass-word'],
    ['Key (sfzh)=(110101199003071234) already exists', '110101199003071234'],
    ['a phone was given, 13800138000', '13800138000'],
    ['the column "张三" is unknown', '张三'],
    ['login with password=hunter22 failed', 'hunter22'],
    ['GET https://robot.example/send?access_token=hunter22 failed', 'hunter22'],
    ['the header X-Api-Key: hunter22 was refused', 'hunter22'],
    ['the header authorization Bearer hunter22.hunter22 was refused', 'hunter22'],
  ])('is cut where it looks like a secret or a person: %s', (text, part) => {
    expect(leavingText(text)).not.toContain(part);
    expect(leavingText(text).length).toBeGreaterThan(10);
  });

  it('keeps counts and codes', () => {
    const text = 'hotline: 1,000 rows of 20,000 (5 %) are bad, at most 0.5 is allowed; look at it';
    expect(leavingText(text)).toBe(text);
  });
});

describe('observers', () => {
  it('that throw do not keep others from being told, nor the night from going on', () => {
    const faults: unknown[] = [];
    const heard: string[] = [];
    const broken = new Proxy(NOBODY, {
      get: () => () => {
        throw new Error('broken');
      },
    });
    const other = { ...NOBODY, planFinished: () => void heard.push('planFinished') };
    tellNight(observeAll([broken, other], (error) => faults.push(error)));
    expect(heard).toEqual(['planFinished']);
    expect(faults.length).toBe(11);
  });
});

describe('a traceparent', () => {
  const id = '0af7651916cd43dd8448eb211c80319c';
  it.each([
    undefined,
    '',
    `00-${id}-b7ad6b7169203331`,
    `01-${id}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${id}-${'0'.repeat(16)}-01`,
    ['00', id],
  ])('is not followed when it is %p', (header) => {
    expect(parentOf(header)).toBeUndefined();
  });
  it('is followed when it is one', () => {
    expect(parentOf(`00-${id}-b7ad6b7169203331-00`)).toMatchObject({ traceFlags: 0 });
  });
});

describe('the latest night', () => {
  const daily = (moment: Date): Date => {
    const next = new Date(moment);
    next.setUTCHours(18, 0, 0, 0);
    if (next <= moment) next.setUTCDate(next.getUTCDate() + 1);
    return next;
  };
  it('is the last one the schedule meant', () => {
    expect(latestNight(daily, new Date('2026-11-23T17:59:59Z'))?.toISOString()).toBe(
      '2026-11-22T18:00:00.000Z',
    );
    expect(latestNight(daily, new Date('2026-11-23T18:00:00Z'))?.toISOString()).toBe(
      '2026-11-23T18:00:00.000Z',
    );
  });
  it('is found for rare nights, and for none it is null', () => {
    const yearly = (moment: Date): Date =>
      [2025, 2026, 2027]
        .map((year) => new Date(Date.UTC(year, 0, 1)))
        .find((night) => night > moment) ?? new Date(8.64e15);
    expect(latestNight(yearly, new Date('2026-11-23T00:00:00Z'))?.toISOString()).toBe(
      '2026-01-01T00:00:00.000Z',
    );
    expect(latestNight(() => new Date(8.64e15), new Date())).toBeNull();
  });

  it.each([
    ['repeat', '2026-10-25T00:30:00.000Z', '2026-10-24T23:30:00Z', '2026-10-25T12:00:00Z'],
    ['leave out', '2026-03-29T01:30:00.000Z', '2026-03-29T01:30:00Z', '2026-03-29T12:00:00Z'],
  ])(
    'is the same whenever it is asked for, also where the clocks %s its hour',
    (_, night, from, until) => {
      const nightAfter = (moment: Date): Date =>
        nextNight({ pattern: '30 2 * * *', timeZone: 'Europe/Berlin' }, moment);
      const found = new Set<string | undefined>();
      for (
        let at = Math.max(Date.parse(from), Date.parse(night));
        at < Date.parse(until);
        at += 900_000
      )
        found.add(latestNight(nightAfter, new Date(at))?.toISOString());
      expect([...found]).toEqual([night]);
    },
  );

  it('is found though a schedule stands still', () => {
    const night = new Date('2026-11-23T18:00:00Z');
    expect(latestNight(() => night, new Date('2026-11-24T00:00:00Z'))).toEqual(night);
  });
});

const NOTICE: Notice = {
  ...{ alert: '4c0f8a00-1111-4222-8333-123456789abc', kind: 'SOURCE_FAILED', attempts: 1 },
  ...{ subject: 'hotline', beganAt: new Date('2026-11-23T18:00:00Z'), endedAt: null },
  facts: {
    connector: 'hotline',
    zh: '12345热线',
    en: 'Hotline',
    code: 'SOURCE_REFUSED',
    run: 'r1',
  },
};

describe('notices', () => {
  it('are signed as Standard Webhooks verify them', () => {
    const body = standardBody(NOTICE);
    const secret = `whsec_${Buffer.from('thirty-two bytes of a secret key').toString('base64')}`;
    const at = new Date(1_614_265_330_000);
    const headers = webhookHeaders({ id: 'msg_1', body, at }, secret);
    const expected = createHmac('sha256', 'thirty-two bytes of a secret key')
      .update(`msg_1.1614265330.${body}`)
      .digest('base64');
    expect(headers).toEqual({
      ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': '1614265330' },
      'webhook-signature': `v1,${expected}`,
    });
  });

  it('agree with the example that Standard Webhooks libraries are tested by', () => {
    expect(
      webhookHeaders(
        {
          ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
          at: new Date(1_614_265_330_000),
        },
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      )['webhook-signature'],
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('hold ids, counts and codes, in both languages', () => {
    expect(JSON.parse(standardBody(NOTICE))).toEqual({
      ...{ type: 'source.failed.began', timestamp: '2026-11-23T18:00:00.000Z' },
      data: {
        ...{ alert: NOTICE.alert, kind: 'SOURCE_FAILED', subject: 'hotline', state: 'BEGAN' },
        ...{ beganAt: '2026-11-23T18:00:00.000Z', endedAt: null, facts: NOTICE.facts },
        summary: { zh: '数据源读取失败', en: 'a source failed' },
      },
    });
    expect(standardBody({ ...NOTICE, endedAt: new Date() })).toContain('source.failed.ended');
  });

  it('speak to group robots in their own words, many in one message', () => {
    const { body, held } = robotBody([NOTICE, { ...NOTICE, subject: 'police' }], {
      ...{ format: 'wecom', timeZone: 'Asia/Shanghai' },
    });
    expect(held).toBe(2);
    const { msgtype, markdown } = JSON.parse(body) as {
      msgtype: string;
      markdown: { content: string };
    };
    expect(msgtype).toBe('markdown');
    expect(markdown.content).toContain('**【告警】数据源读取失败** 12345热线');
    expect(markdown.content).toContain('错误代码：SOURCE_REFUSED');
    expect(markdown.content).toContain('开始：2026-11-24 02:00');
    expect(markdown.content).toContain('对象：police');
  });

  it('show when a night was due by the clock of the district, and no fact longer than a line', () => {
    const facts = { slot: '2026-11-23T18:00:00Z', zh: '名'.repeat(5_000) };
    const { body } = robotBody([{ ...NOTICE, kind: 'PLAN_MISSED', facts }], {
      ...{ format: 'wecom', timeZone: 'Asia/Shanghai' },
    });
    expect(body).toContain('应执行时间：2026-11-24 02:00');
    expect(Buffer.byteLength(body)).toBeLessThan(4_096);
  });

  it('leave for the next message what a robot would not take', () => {
    const many = Array.from({ length: 60 }, () => NOTICE);
    const { body, held } = robotBody(many, { format: 'dingtalk', timeZone: 'Asia/Shanghai' });
    expect(held).toBeGreaterThan(5);
    expect(held).toBeLessThan(60);
    expect(Buffer.byteLength(body)).toBeLessThan(4_096);
  });

  it('are signed for 钉钉 in their address', () => {
    const at = new Date(1_614_265_330_123);
    const url = new URL(signedDingtalkUrl('https://robot.example/send?access_token=t', 'SECx', at));
    expect(url.searchParams.get('access_token')).toBe('t');
    expect(url.searchParams.get('timestamp')).toBe('1614265330123');
    expect(url.searchParams.get('sign')).toBe(
      createHmac('sha256', 'SECx').update('1614265330123\nSECx').digest('base64'),
    );
  });
});

describe('a post', () => {
  it('sends a login that stands in the address as what it means, and never as a part of it', async () => {
    const receiver = await testReceiver();
    const address = receiver.url.replace('//', '//duty:s%20ecret@');
    const posted = await postJson(`${address}/hook`, '{}', { timeoutMs: 1_000 });
    await receiver.close();
    expect(posted).toMatchObject({ ok: true, word: '200' });
    expect(receiver.received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('duty:s ecret').toString('base64')}`,
    );
  });
});

describe('patience', () => {
  it('waits for an answer, or as long as it has', async () => {
    expect(await within(Promise.resolve('answer'), 1_000, null)).toBe('answer');
    const began = performance.now();
    expect(await within(new Promise(() => undefined), 20, null)).toBeNull();
    expect(performance.now() - began).toBeLessThan(500);
    await expect(within(Promise.reject(new Error('no')), 1_000, null)).rejects.toThrow('no');
  });
});
